import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { serveCalls } from '../../../src-main/rpc/answer.ts';

const schemas = { double: v.strictObject({ of: v.number() }), fail: v.undefined(), crash: v.undefined() };
const target = {
  double: ({ of }: { of: number }) => Promise.resolve(2 * of),
  fail: () => Promise.reject(new MonitorError('limits/unreadable', 'No such file', { remedy: 'Look again' })),
  crash: () => Promise.reject(new TypeError('unforeseen')),
  secret: () => Promise.resolve('secret'),
};

const refused: unknown = {
  ok: false,
  error: expect.objectContaining({ code: 'request/invalid', retriable: false }) as unknown,
};

describe('served calls', () => {
  const call = serveCalls(schemas, target);

  it('answer a valid request', async () => {
    expect(await call('double', { of: 21 })).toEqual({ ok: true, value: 42 });
  });

  it.each(['secret', 'toString', '__proto__', 'constructor', '', 7, null, {}])(
    'refuse the name %j',
    async (name) => {
      expect(await call(name, undefined)).toEqual(refused);
    },
  );

  it.each([undefined, null, {}, { of: '1' }, { of: 1, more: 2 }, [1]])(
    'refuse the request %j',
    async (request) => {
      expect(await call('double', request)).toEqual(refused);
    },
  );

  it('carry an error over as data', async () => {
    const error = {
      code: 'limits/unreadable',
      message: 'No such file',
      remedy: 'Look again',
      retriable: false,
    };
    expect(await call('fail', undefined)).toEqual({ ok: false, error });
  });

  it('tell of what was not foreseen, with its cause', async () => {
    const told: MonitorError[] = [];
    const answer = await serveCalls(schemas, target, (error) => told.push(error))('crash', undefined);
    expect(answer).toEqual({
      ok: false,
      error: {
        ...{ code: 'internal', message: 'unforeseen', retriable: false },
        said: { message: { key: 'internal.unforeseen', params: { detail: 'unforeseen' } } },
      },
    });
    expect(told[0]?.cause).toBeInstanceOf(TypeError);
  });
});
