import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { call as entry, event, gives } from '../../../src-main/common/contract/contract.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { Emitter } from '../../../src-main/common/event.ts';
import { maxWaiting, serve, serveCalls } from '../../../src-main/rpc/serve.ts';
import { portPair } from '../../support/process/port-pair.ts';

const schemas = {
  double: entry(v.strictObject({ of: v.number() }), gives<number>()),
  fail: entry(v.undefined(), gives<never>()),
  crash: entry(v.undefined(), gives<never>()),
};
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
    const answer = await serveCalls(schemas, target, { onInternal: (error) => told.push(error) })(
      'crash',
      undefined,
    );
    expect(answer).toEqual({
      ok: false,
      error: {
        ...{ code: 'internal', message: 'unforeseen', retriable: false },
        said: { message: { key: 'internal.unforeseen', params: { detail: 'unforeseen' } } },
      },
    });
    expect(told[0]?.cause).toBeInstanceOf(TypeError);
  });

  it('ask before each call that fits whether it may be made, and make none that may not', async () => {
    const asked: unknown[] = [];
    const allow = (...what: unknown[]): Promise<void> => {
      asked.push(what);
      return Promise.reject(new MonitorError('request/cancelled', 'Not allowed'));
    };
    const guarded = serveCalls(schemas, target, { allow });
    expect(await guarded('double', { of: '1' })).toEqual(refused);
    expect(asked).toEqual([]);
    expect(await guarded('double', { of: 1 })).toMatchObject({
      ok: false,
      error: { code: 'request/cancelled' },
    });
    expect(asked).toEqual([['double', { of: 1 }]]);
  });
});

describe('a port that is served', () => {
  const contract = { calls: schemas, events: { told: event<number>(), never: event<number>() } };
  const call = (id: unknown, name: unknown, request?: unknown): object => ({
    kind: 'call',
    id,
    name,
    request,
  });
  const start = () => {
    const told = new Emitter<number>();
    const [near, far] = portPair();
    const said: unknown[] = [];
    far.onMessage((message) => said.push(message));
    const api = { ...target, onTold: told.event } as never;
    return { told, near, far, said, api };
  };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('passes over what is no call', async () => {
    const { near, far, said, api } = start();
    serve(near, contract, api);
    for (const message of [null, 7, 'call', [], { kind: 'call' }, call('1', 'double'), { kind: 'stop' }])
      far.post(message);
    await settle();
    expect(said).toEqual([]);
    far.post(call(3, 'double', { of: 4 }));
    await settle();
    expect(said).toEqual([{ kind: 'answer', id: 3, answer: { ok: true, value: 8 } }]);
  });

  it('hears of events until it is closed, and nothing of calls after', async () => {
    const { told, near, far, said, api } = start();
    serve(near, contract, api);
    await settle();
    told.fire(1);
    far.post(call(1, 'double', { of: 1 }));
    far.close();
    await settle();
    told.fire(2);
    far.post(call(2, 'double', { of: 1 }));
    await settle();
    expect(said).toEqual([{ kind: 'event', name: 'told', payload: 1 }]);
  });

  it('has calls wait for who serves them, and says why nobody does', async () => {
    const { near, far, said, api } = start();
    const starting = Promise.withResolvers<never>();
    serve(near, contract, starting.promise);
    far.post(call(1, 'double', { of: 1 }));
    await settle();
    expect(said).toEqual([]);
    starting.resolve(api);
    await settle();
    expect(said).toHaveLength(1);
    const failed = start();
    serve(failed.near, contract, Promise.reject(new MonitorError('store/in-use', 'In use')));
    failed.far.post(call(1, 'double', { of: 1 }));
    await settle();
    expect(failed.said).toMatchObject([{ answer: { ok: false, error: { code: 'store/in-use' } } }]);
  });

  it('says that an answer can not cross over to who waits for it, and tells of it', async () => {
    const { near, far, said } = start();
    const internal: MonitorError[] = [];
    const api = { ...target, double: () => Promise.resolve(() => 2) } as never;
    // As a channel between processes does it.
    const cloning = { ...near, post: (message: unknown) => near.post(structuredClone(message)) };
    serve(cloning, contract, api, { onInternal: (error) => internal.push(error) });
    far.post(call(1, 'double', { of: 1 }));
    await settle();
    expect(said).toMatchObject([
      { kind: 'answer', id: 1, answer: { ok: false, error: { code: 'internal' } } },
    ]);
    expect(internal).toHaveLength(1);
  });

  it('bounds the calls that wait', async () => {
    const { near, far, said } = start();
    serve(near, contract, new Promise<never>(() => undefined));
    for (let id = 0; id <= maxWaiting; id += 1) far.post(call(id, 'double', { of: 1 }));
    await settle();
    const error = expect.objectContaining({ code: 'engine/stopped', retriable: true }) as unknown;
    expect(said).toEqual([{ kind: 'answer', id: maxWaiting, answer: { ok: false, error } }]);
  });
});
