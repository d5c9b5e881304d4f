import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePostgresUrl } from '../../../src-main/engine/limits/postgres-address.ts';
import { isPostgresUrl, withoutPasswords } from '../../../src-main/common/postgres-url.ts';

const none = {};
const parse = (text: string, environment: NodeJS.ProcessEnv = none) => parsePostgresUrl(text, environment);

describe('the address of a table', () => {
  it('is read with all its parts', () => {
    const address = parse(
      'postgres://me:p%40ss@db.example:6543/limits?table=s.t&sslmode=verify-ca&sslrootcert=/ca.pem',
    );
    expect(address.password?.reveal()).toBe('p@ss');
    expect(address).toMatchObject({
      origin: 'postgres://me@db.example:6543/limits?table=s.t&sslmode=verify-ca&sslrootcert=/ca.pem',
      ...{
        host: 'db.example',
        port: 6543,
        user: 'me',
        hosts: [{ host: 'db.example', port: 6543 }],
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
    ['postgres://u:s3cret@db/x', 's3cret', 'postgres://u@db/x'],
    ['postgres://u:pa@ss-REST@db/x', 'pa@ss-REST', 'postgres://u@db/x'],
    ['postgres://u:two words@db/x', 'two words', 'postgres://u@db/x'],
    ['postgres://u:12#34@db/x?table=t', '12#34', 'postgres://u@db/x?table=t'],
    ['postgres://u:a/b?c@db/x', 'a/b?c', 'postgres://u@db/x'],
    ['postgres://u:p%40x@db/x', 'p@x', 'postgres://u@db/x'],
    ['postgres://u:a:b@db', 'a:b', 'postgres://u@db'],
    ['postgres://u:a b@c@db/x', 'a b@c', 'postgres://u@db/x'],
    ['postgres://me@corp:s3cret@db/x', 's3cret', 'postgres://me@corp@db/x'],
    ['postgres://db/x?user=u&pass%77ord=s3cret&table=t', 's3cret', 'postgres://db/x?user=u&table=t'],
    ['postgres://db/x?user=u&password=a@b#c+d', 'a@b#c+d', 'postgres://db/x?user=u'],
    [' postgres://u:s3cret@db/x ', 's3cret', 'postgres://u@db/x'],
  ])('%j has the password %j and is shown as %j', (url, password, origin) => {
    const address = parse(url);
    expect([address.password?.reveal(), address.origin, address.host]).toEqual([password, origin, 'db']);
    expect(parse(origin)).toEqual({ ...address, password: undefined });
    expect(inspect(address, { depth: 9 }) + JSON.stringify(address)).not.toContain(password);
    expect(withoutPasswords(`a '${url.trim()}' b`, [])).toBe(`a '${origin}' b`);
  });

  it('has any password, encoded, and shows none', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (password) => {
        const address = parse(`postgres://u:${encodeURIComponent(password)}@h:1/d?table=t`);
        expect(address.password?.reveal()).toBe(password);
        expect(address.origin).toBe('postgres://u@h:1/d?table=t');
      }),
    );
  });

  it('has any password without percent signs as it was pasted, and shows none', () => {
    const pasted = fc.string({ minLength: 1, unit: fc.constantFrom(...Array.from('ab1@#/:; ?!&$')) });
    fc.assert(
      fc.property(pasted, (password) => {
        const address = parse(`postgres://u:${password}@h:1/d?table=t`);
        expect(address.password?.reveal()).toBe(password);
        expect(address.origin).toBe('postgres://u@h:1/d?table=t');
      }),
    );
  });

  it.each([
    ['postgres://u@a,b:7/d', ['a', 5432], ['b', 7]],
    ['postgres://u@[::1]:6,[::2]/d', ['::1', 6], ['::2', 5432]],
    ['postgres:///d?user=u&host=a,b&port=5,6', ['a', 5], ['b', 6]],
    ['postgres:///d?user=u&host=a,/run/x&port=5', ['a', 5], ['/run/x', 5]],
  ])('%s names several servers, in the order in which they are tried', (url, ...servers) => {
    expect(parse(url).hosts).toEqual(servers.map(([host, port]) => ({ host, port })));
  });

  it('says how the login is bound, which server will do, and how long it may take', () => {
    const url = 'postgres://u@h/d?channel_binding=require&target_session_attrs=read-write&connect_timeout=10';
    expect(parse(url)).toMatchObject({
      ...{ channelBinding: 'require', session: 'read-write', connectMs: 10_000 },
    });
    expect(parse('postgres://u@h/d')).toMatchObject({ session: 'any', connectMs: 5_000 });
  });

  it.each([
    ['', 'prefer'],
    ['?sslrootcert=system', 'verify-full'],
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
    'postgres://u:s3cret',
    'postgres://u:x@y?s3cret=1@h/d?tabel=x',
    'postgres://u:s3cret@h/d?channel_binding=always',
    'postgres://u:s3cret@h/d?target_session_attrs=any-at-all',
    'postgres://u:s3cret@h/d?connect_timeout=soon',
    'postgres://u:s3cret@h/d?sslrootcert=system&sslmode=require',
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
    ["'https://me:s3cret@hooks/x' is invalid", "'https://hooks/x' is invalid"],
    ['--webhook=http://hooks/@me/x y@z', '--webhook=http://hooks/@me/x y@z'],
    ["'postgres://u:two words@h/d' is invalid", "'postgres://u@h/d' is invalid"],
    ['postgres://u:12 34@h/d', 'postgres://u@h/d'],
    ['monitor --limits limits.json', 'monitor --limits limits.json'],
  ])('%s is %s', (text, expected) => expect(withoutPasswords(text, [])).toBe(expected));

  it('repeats no word with a password, however it is written', () => {
    const words = ['--limits=postgres://u:a b@c d@h/d', 'postgres://u:s3cret'];
    expect(withoutPasswords(`of ${words.join(' and ')}, b@c`, words)).toBe(
      'of --limits=postgres://u@h/d and postgres://…, b@c',
    );
  });
});
