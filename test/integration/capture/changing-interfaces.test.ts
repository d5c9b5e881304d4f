import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { helperProgram } from '../../../src-main/engine/capture/capture-program.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import { listInterfaces } from '../../../src-main/engine/capture/interfaces.ts';
import { captureUntil, helperThrough, mayCapture, opened } from '../../support/packets/pcap-live.ts';
import { CaptureFolder } from '../../support/packets/pcap-replay.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

describe.runIf(mayCapture)('interfaces that come and go', () => {
  const space = `streamchecker-${process.pid}`;
  const inSpace = (...command: string[]): void =>
    void execFileSync('ip', ['netns', 'exec', space, ...command]);
  const ip = (...args: string[]): void => inSpace('ip', ...args);
  const addPair = (): void => {
    ip('link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'veth1');
    for (const name of ['veth0', 'veth1']) ip('link', 'set', name, 'up');
  };
  const withSpace = async (body: (helperPath: string) => Promise<void>): Promise<void> => {
    execFileSync('ip', ['netns', 'add', space]);
    try {
      ip('link', 'set', 'lo', 'up');
      await body(helperThrough(folder, 'ip', 'netns', 'exec', space));
    } finally {
      execFileSync('ip', ['netns', 'delete', space]);
    }
  };

  it('are told, while the rest goes on', () =>
    withSpace(async (helperPath) => {
      addPair();
      let removed = false;
      const messages = await captureUntil(
        new HelperSource({ clock: systemClock, helperPath, interfaces: ['lo', 'veth0'] }),
        (message, all) => {
          if (message.kind === 'flushed' && !removed) {
            ip('link', 'delete', 'veth0');
            removed = true;
          }
          if (message.kind === 'problem') setTimeout(addPair, 700);
          return all.filter(opened).length === 3;
        },
      );
      expect(messages.filter(({ kind }) => kind === 'problem')).toMatchObject([
        { interface: 'veth0', problem: { code: 'capture/failed', retriable: true } },
      ]);
      expect(messages.filter(opened).map((one) => one.kind === 'opened' && one.interface.name)).toEqual([
        'lo',
        'veth0',
        'veth0',
      ]);
    }));

  it('may be down at the start', () =>
    withSpace(async (helperPath) => {
      ip('link', 'set', 'lo', 'down');
      const messages = await captureUntil(
        new HelperSource({ clock: systemClock, helperPath, interfaces: ['lo'] }),
        async (message) => {
          if (message.kind === 'problem') ip('link', 'set', 'lo', 'up');
          await sleep(0);
          return opened(message);
        },
      );
      expect(messages[0]).toMatchObject({
        kind: 'problem',
        problem: { code: 'capture/failed', retriable: true },
      });
    }));

  it('are listed as the network namespace has them, whatever /sys shows', () =>
    withSpace(async () => {
      addPair();
      const entered = helperThrough(folder, 'nsenter', `--net=/run/netns/${space}`);
      const names = (await listInterfaces(helperProgram(entered))).map(({ name }) => name);
      expect(names.sort()).toEqual(['lo', 'veth0', 'veth1']);
    }));

  it('are listed with their masters', () =>
    withSpace(async (helperPath) => {
      addPair();
      ip('link', 'add', 'br0', 'type', 'bridge');
      ip('link', 'set', 'veth0', 'master', 'br0');
      const interfaces = await listInterfaces(helperProgram(helperPath));
      expect(interfaces).toContainEqual(
        expect.objectContaining({ name: 'veth0', master: 'br0', masterKind: 'bridge' }),
      );
      expect(interfaces).toContainEqual(
        expect.objectContaining({ name: 'veth1', up: true, master: null, masterKind: null }),
      );
      expect(interfaces).toContainEqual(expect.objectContaining({ name: 'br0', up: false }));
      expect(interfaces).toContainEqual(
        expect.objectContaining({ name: 'lo', loopback: true, addresses: ['127.0.0.1', '::1'] }),
      );
      expect(interfaces.some(({ name }) => ['any', 'nflog', 'nfqueue'].includes(name))).toBe(false);
    }));
});
