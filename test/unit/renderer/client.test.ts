import { describe, expect, test } from 'vitest';
import { type Contract, eventMember } from '../../../src-main/common/contract/contract.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { pageContract } from '../../../src-main/common/contract/monitor.ts';
import { shellContract } from '../../../src-main/common/contract/shell.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { FakeBridge } from './fake-bridge.ts';

describe('the client', () => {
  test('has a member for each call and event of the contract', () => {
    const { monitor, shell } = createClient(new FakeBridge());
    const members = ({ calls, events }: Contract): string[] => [
      ...Object.keys(calls),
      ...Object.keys(events).map(eventMember),
    ];
    expect(Object.keys(monitor)).toEqual(members(pageContract));
    expect(Object.keys(shell)).toEqual(members(shellContract));
  });

  test('passes a request on and hands the answer back', async () => {
    const bridge = new FakeBridge({ getWindow: () => null });
    await expect(createClient(bridge).monitor.getWindow({ startMs: 5, pairs: 3 })).resolves.toBeNull();
    expect(bridge.calls).toEqual([{ name: 'getWindow', request: { startMs: 5, pairs: 3 } }]);
  });

  test('ends a subscription once', () => {
    const bridge = new FakeBridge();
    const heard: unknown[] = [];
    const subscription = createClient(bridge).monitor.onAlertChanged((alert) => heard.push(alert));
    bridge.fire('alertChanged', 1);
    subscription.dispose();
    subscription.dispose();
    bridge.fire('alertChanged', 2);
    expect(heard).toEqual([1]);
  });

  test("rebuilds the engine's error from a rejected call", async () => {
    const bridge = new FakeBridge({
      importLimits: () => {
        throw new MonitorError('limits/bad-rows', 'Row 3 is {bad}', { remedy: 'Fix it' });
      },
    });
    const rejected = createClient(bridge).monitor.importLimits({ source: '/x' });
    await expect(rejected).rejects.toBeInstanceOf(MonitorError);
    await expect(rejected).rejects.toMatchObject({
      code: 'limits/bad-rows',
      message: 'Row 3 is {bad}',
      remedy: 'Fix it',
      retriable: false,
    });
  });
});
