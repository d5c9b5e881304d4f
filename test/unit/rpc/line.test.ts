import { describe, expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { Line } from '../../../src-main/common/rpc/line.ts';
import type { Port } from '../../../src-main/common/rpc/port.ts';
import { serve } from '../../../src-main/rpc/serve.ts';
import { portPair } from '../../support/process/port-pair.ts';
import { servedContract, summing } from '../../support/process/served-contract.ts';

/** Someone who may serve, and be gone. */
function servers() {
  const served: Port[] = [];
  const state = { isGone: false };
  const open = async (): Promise<Port> => {
    await Promise.resolve();
    if (state.isGone) throw new MonitorError('engine/stopped', 'Gone', { retriable: true });
    const [near, far] = portPair();
    serve(near, servedContract, summing());
    served.push(near);
    return far;
  };
  return { served, state, line: new Line(open) };
}

describe('a line', () => {
  it('is opened once for calls that come together', async () => {
    const { line, served } = servers();
    const answers = await Promise.all([line.call('add', { to: 1 }), line.call('add', { to: 2 })]);
    expect(answers).toEqual([
      { ok: true, value: 1 },
      { ok: true, value: 3 },
    ]);
    expect(served).toHaveLength(1);
  });

  it('goes on with the next one who serves, and stays subscribed', async () => {
    const { line, served, state } = servers();
    const [heard, closed]: [unknown[], string[]] = [[], []];
    line.on('added', (added) => heard.push(added));
    line.onClosed(() => closed.push('closed'));
    await line.call('add', { to: 1 });
    state.isGone = true;
    served[0]!.close();
    expect(closed).toEqual(['closed']);
    expect(await line.call('total')).toMatchObject({ ok: false, error: { message: 'Gone' } });
    state.isGone = false;
    expect(await line.call('add', { to: 5 })).toEqual({ ok: true, value: 5 });
    expect(heard).toEqual([{ total: 1 }, { total: 5 }]);
  });

  it('that is given up hears nothing more of who served, and does not say that it was closed', async () => {
    const { line, served } = servers();
    const [heard, closed]: [unknown[], string[]] = [[], []];
    line.on('added', (added) => heard.push(added));
    line.onClosed(() => closed.push('closed'));
    const early = line.call('wait');
    await line.call('add', { to: 1 });
    line.renew();
    expect(await early).toMatchObject({ ok: false, error: { code: 'engine/stopped' } });
    expect(await line.call('total')).toEqual({ ok: true, value: 0 });
    expect([heard, closed, served.length]).toEqual([[{ total: 1 }], [], 2]);
  });
});
