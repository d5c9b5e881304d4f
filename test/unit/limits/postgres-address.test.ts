import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isPostgresUrl,
  parsePostgresUrl,
  withoutPasswords,
} from '../../../src-main/engine/limits/postgres-address.ts';

const none = {};
const parse = (text: string, environment: NodeJS.ProcessEnv = none) => parsePostgresUrl(text, environment);

describe('the address of a table', () => {
  it('is read with all its parts', () => {
    expect(
      parse('postgres://me:p%40ss@db.example:6543/limits?table=s.t&sslmode=verify-ca&sslrootcert=/ca.pem'),
    ).toEqual({
      origin: 'postgres://me@db.example:6543/limits?table=s.t&sslmode=verify-ca&sslrootcert=/ca.pem',
      ...{
        host: 'db.example',
        port: 6543,
        user: 'me',
        password: 'p@ss',
        database: 'limits',
        table: '"s"."t"',
      },
      tls: { mode: 'verify-ca', rootCertificate: '/ca.pem', certificate: undefined, key: undefined },
    });
  });

  it('has what it leaves out from the environment', () => {
    const environment = { PGHOST: 'h', PGPORT: '7', PGUSER: 'u', PGDATABASE: 'd', PGSSLMODE: 'require' };
    expect(parse('postgres:///', environment)).toMatchObject({
      ...{
        host: 'h',
        port: 7,
        user: 'u',
        database: 'd',
        table: '"traffic_limits"',
        tls: { mode: 'require' },
      },
    });
    expect(parse('postgresql://u@[::1]/')).toMatchObject({
      host: '::1',
      port: 5432,
      user: 'u',
      database: 'u',
    });
    expect(parse('postgres:///d?host=/run/postgresql&user=u')).toMatchObject({
      ...{ host: '/run/postgresql', user: 'u', tls: { mode: 'disable' } },
    });
  });

  it.each([
    ['', 'prefer'],
    ['?sslrootcert=/ca', 'verify-full'],
    ['?sslmode=require', 'require'],
    ['?sslmode=require&sslrootcert=/ca', 'verify-ca'],
    ['?sslmode=disable&sslrootcert=/ca', 'disable'],
  ])('with %j is encrypted by %s', (query, mode) => {
    expect(parse(`postgres://u@h/d${query}`).tls.mode).toBe(mode);
  });

  it.each([
    ['t', '"t"'],
    ['Traffic Limits', '"Traffic Limits"'],
    ['traffic_limits.limits_per_hour', '"traffic_limits"."limits_per_hour"'],
    ['"a.b"."c""d"', '"a.b"."c""d"'],
    ['x; DROP TABLE y', '"x; DROP TABLE y"'],
  ])('names the table %s as %s', (name, quoted) => {
    expect(parse(`postgres://u@h/d?table=${encodeURIComponent(name)}`).table).toBe(quoted);
  });

  it('never lets a name out of its quotes', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        let table;
        try {
          ({ table } = parse(`postgres://u@h/d?table=${encodeURIComponent(name)}`));
        } catch {
          return;
        }
        expect(table).toMatch(/^"([^"]|"")+"(\."([^"]|"")+")?$/);
      }),
    );
  });

  it.each([
    'postgres://u:s3cret@h:port/d',
    'postgres://u:s3cret@h/d?tabel=x',
    'postgres://u:s3cret@h/d?sslmode=no',
    'postgres://u:s3cret@h/d?table=a.b.c',
    'postgres://u:s3cret@h/d?table=a"',
    'postgres://u:s3cret%@h/d',
  ])('%s is refused without its password', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'settings/invalid' }) as Error);
    expect(() => parse(text)).toThrow(/^(?!.*s3cret)/);
  });

  it('is told from a path', () => {
    expect(
      ['postgres://h', 'PostgreSQL://h', 'postgres.json', './postgres:', 'http://h'].map(isPostgresUrl),
    ).toEqual([true, true, false, false, false]);
  });
});

describe('a text without passwords', () => {
  it.each([
    ['a --limits=postgres://u:pw@h/d b', 'a --limits=postgres://u@h/d b'],
    ['postgresql://u:p:w/x@h/d postgres://v:pw@h', 'postgresql://u@h/d postgres://v@h'],
    ['postgres://u@h/d?password=pw&table=t', 'postgres://u@h/d?table=t'],
    ['postgres://u@h/d?table=t&password=pw', 'postgres://u@h/d?table=t'],
    ['postgres://u@h/d?password=pw', 'postgres://u@h/d'],
    ['monitor --limits limits.json', 'monitor --limits limits.json'],
  ])('%s is %s', (text, expected) => expect(withoutPasswords(text)).toBe(expected));
});
