-- Lets PostgreSQL announce each change of the table of limits, so that StreamChecker has it within a second.
-- Run it as the table's owner:
--
--   psql -d DATABASE -v table=traffic_limits -f notify-limits.sql
--
-- `table` may have a schema: -v table=traffic_limits.limits_per_hour. Running it again does no harm. StreamChecker
-- finds the trigger by the name of its function; a role that may only read the table can listen.

\set ON_ERROR_STOP on
\if :{?table}
\else
  \set table traffic_limits
\endif

SET client_min_messages = warning;
BEGIN;

CREATE OR REPLACE FUNCTION streamchecker_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('streamchecker_limits', TG_RELID::text);
  RETURN NULL;
END
$$;

DROP TRIGGER IF EXISTS streamchecker_notify ON :table;
CREATE TRIGGER streamchecker_notify
  AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON :table
  FOR EACH STATEMENT EXECUTE FUNCTION streamchecker_notify();

COMMIT;
