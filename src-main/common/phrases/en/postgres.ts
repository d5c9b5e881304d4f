/** What PostgreSQL as the source of limits says. */
export const postgres = {
  'postgres.unreachable': "The PostgreSQL server {host}:{port} can't be reached ({detail})",
  'postgres.untrusted': 'The certificate of the PostgreSQL server {host} is not trusted ({detail})',
  'postgres.refused': 'The PostgreSQL server {host} refuses {user} ({detail})',
  'postgres.cutOff': 'The connection to the PostgreSQL server {host} was cut off ({detail})',
  'postgres.tooSlow': 'The PostgreSQL server {host} did not give the rows of {table} in time',
  'postgres.notGranted': '{user} may not read the table {table}',
  'postgres.hidden': 'Row-level security hides rows of {table} from {user}',
  'postgres.noDatabase': 'There is no database {database} on {host}',
  'postgres.noSchema': 'The schema of {table} does not exist',
  'postgres.noTable': 'There is no table {table} in the database {database}',
  'postgres.noTls': 'The PostgreSQL server {host} has no TLS',
  'postgres.other': "The limits can't be read from the PostgreSQL server {host}: {detail}",
  'postgres.notBound': "The PostgreSQL server {host} can't bind the login to its certificate",
  'postgres.wrongSession': 'The PostgreSQL server {host}:{port} is not {session}',
  'postgres.pemUnreadable': "The certificate or key {path} can't be read ({detail})",
  'postgres.table': 'The table {table}',
  'postgres.tooManyRows': 'The table {table} has more than {most} rows',
  'postgres.wholeDays':
    "The table {table} keeps effective dates as whole days, which can't say from when on the limit is off; nothing was changed",
  'postgres.notDone': ({ refusal, right }: { refusal: string; right: 'INSERT' | 'UPDATE' | 'DELETE' }) =>
    `${refusal}; nothing was ${{ INSERT: 'added', UPDATE: 'changed', DELETE: 'removed' }[right]}`,
  'postgres.mayNotInsert': '{user} may not insert into the table {table}',
  'postgres.mayNotUpdate': '{user} may not update the table {table}',
  'postgres.mayNotDelete': '{user} may not delete from the table {table}',
  'postgres.readOnly': 'The PostgreSQL server {host} only lets read here ({detail})',
  'postgres.noInsert': 'Nothing can be inserted into {table} ({detail})',
  'postgres.noChange': 'Nothing can be changed in {table} ({detail})',
  'postgres.rowRefused': 'The table {table} refuses the row ({detail})',

  'postgres.address.url': 'The address of the PostgreSQL server is not a valid URL',
  'postgres.address.unknown': 'The address of the PostgreSQL server has an unknown part',
  'postgres.address.unknownNamed': 'The address of the PostgreSQL server has an unknown part "{name}"',
  'postgres.address.seconds': 'connect_timeout must be a whole number of seconds',
  'postgres.address.oneOf': '{name} must be one of {choices}',
  'postgres.address.verifyFull': 'sslrootcert=system needs sslmode=verify-full',
  'postgres.address.noTable': '"{text}" names no table',
  'postgres.address.tableParts': 'A table is named by at most a schema and a table',

  'postgres.remedy.address':
    'write postgres://USER@HOST:PORT/DATABASE?table=SCHEMA.TABLE, and more of it as the documentation of limits describes',
  'postgres.remedy.unreachable': 'check that it runs, and its address',
  'postgres.remedy.untrusted':
    'name the authority with sslrootcert=FILE; the host must be named as in the certificate',
  'postgres.remedy.refused':
    "give the password with PGPASSWORD or ~/.pgpass, and check the server's pg_hba.conf",
  'postgres.remedy.cutOff': 'import it again; a table that is followed is tried again by itself',
  'postgres.remedy.tooSlow': 'look for locks on the table; a table that is followed is tried again by itself',
  'postgres.remedy.grant':
    'let the owner run GRANT SELECT ON {table} TO {user}, and GRANT USAGE on its schema',
  'postgres.remedy.hidden':
    'let the owner give {user} a view of the table, or an administrator run ALTER ROLE {user} BYPASSRLS',
  'postgres.remedy.name': 'check its name',
  'postgres.remedy.nameTable': 'name it with ?table=SCHEMA.TABLE',
  'postgres.remedy.noTls': 'give sslmode=disable',
  'postgres.remedy.log': "look into the server's log",
  'postgres.remedy.bind': 'give it TLS and a password by SCRAM, or leave channel_binding=require out',
  'postgres.remedy.session': 'name another server, or leave target_session_attrs out',
  'postgres.remedy.path': 'check the path and its permissions',
  'postgres.remedy.table':
    'give a table or view with limit_name, limit_value and effective_date, or fix this one',
  'postgres.remedy.wholeDays':
    'remove the limit instead (an undo brings it back), or change the column effective_date to timestamptz',
  'postgres.remedy.grantOrRun': 'let the owner run GRANT {rights} ON {table} TO {user}, or this: {sql}',
  'postgres.remedy.run': 'let someone who may run: {sql}',
} as const;
