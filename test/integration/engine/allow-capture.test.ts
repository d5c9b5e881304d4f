import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import type { WindowSummary } from '../../../src-main/common/model/windows.ts';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';

const checkout = resolve(import.meta.dirname, '../../..');

/** Where polkit's daemon is, by distribution. */
const polkitd = ['/usr/lib/polkit-1/polkitd', '/usr/libexec/polkitd'].find(existsSync);

/**
 * A system bus and the real polkit with a rule for one program, where nothing else sees them. Pkexec has nobody to ask
 * here: the rule says yes at once, no while a file is there, or that a person must be asked while another one is.
 */
const withPolkit = `
set -e
mount -t tmpfs -o mode=755 tmpfs /run/dbus
mount -t tmpfs -o mode=755 tmpfs /etc/polkit-1/rules.d
mount --bind "$3" "$4"
cat > /etc/polkit-1/rules.d/10-person.rules <<RULE
polkit.addRule(function (action, subject) {
  if (action.id !== 'org.freedesktop.policykit.exec' || subject.user !== 'nobody') return undefined;
  if (!/\\/setpriv$/.test(action.lookup('program'))) return polkit.Result.NO;
  function exists(path) {
    try {
      polkit.spawn(['test', '-e', path]);
      return true;
    } catch (absent) {
      return false;
    }
  }
  if (exists('$1')) return polkit.Result.NO;
  return exists('$1-asked') ? polkit.Result.AUTH_ADMIN : polkit.Result.YES;
});
RULE
dbus-daemon --system --nofork --nopidfile 2>/dev/null &
until [ -S /run/dbus/system_bus_socket ]; do sleep 0.05; done
$2 --no-debug >/dev/null 2>&1 &
until gdbus introspect --system --dest org.freedesktop.PolicyKit1 --object-path /org/freedesktop/PolicyKit1/Authority >/dev/null 2>&1
do sleep 0.1; done
shift 4
# Pkexec serves nobody whose parent is the first process: this shell stays that.
"$@" && exit
`;

/** The engine of a person without privileges. The checkout may lie where only root may go: it is shown elsewhere. */
class PersonsEngine {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(folder: TemporaryFolder, ...capture: string[]) {
    const options = [
      ...['--interface', 'lo', '--window', '1h'],
      ...['--data-dir', folder.file('data'), ...capture],
    ];
    const shown = folder.file('checkout');
    const driver = join(shown, 'test/support/process/engine-driver.ts');
    const node = process.execPath.replace(checkout, shown);
    const person = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const command = ['setpriv', ...person, node, driver, ...options];
    const apart = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
    const polkit = [
      'bash',
      '-c',
      withPolkit,
      'with-polkit',
      folder.file('refused'),
      polkitd!,
      checkout,
      shown,
    ];
    this.#child = spawn('unshare', [...apart, ...polkit, ...command], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, STREAMCHECKER_HELPER: folder.file('helper') },
    });
    this.#answers = createInterface(this.#child.stdout!)[Symbol.asyncIterator]();
  }

  async call<T>(name: string, request?: unknown): Promise<T> {
    this.#child.stdin!.write(`${JSON.stringify({ name, request })}\n`);
    const line = (await this.#answers.next()) as { value: string };
    const { answer, error } = JSON.parse(line.value) as { answer: T; error?: unknown };
    expect(error).toBeUndefined();
    return answer;
  }

  async until(condition: (status: MonitorStatus) => boolean): Promise<MonitorStatus> {
    for (const limit = Date.now() + 15_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
      const status = await this.call<MonitorStatus>('getStatus');
      if (condition(status)) return status;
      expect(Date.now(), JSON.stringify(status.capture)).toBeLessThan(limit);
    }
  }

  async stop(): Promise<void> {
    this.#child.stdin!.end();
    await once(this.#child, 'exit');
  }
}

function prepare(folder: TemporaryFolder): void {
  chmodSync(folder.path, 0o755);
  mkdirSync(folder.file('data'));
  mkdirSync(folder.file('checkout'));
  chmodSync(folder.file('data'), 0o777);
  copyFileSync(findHelper(), folder.file('helper'));
  chmodSync(folder.file('helper'), 0o755);
}

const isRefused = ({ capture }: MonitorStatus): boolean => capture.problem?.code === 'capture/not-permitted';

describe.runIf(mayCapture && polkitd !== undefined)('the engine of a person who may not capture', () => {
  it('goes on with what needs no capture, and captures once that is allowed', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    prepare(folder);
    const engine = new PersonsEngine(folder, '--filter', traffic.filter);

    const refused = await engine.until(isRefused);
    expect(refused.capture.problem?.message).toBe('May not capture on lo');
    expect(refused.capture.problem?.remedy).toContain('sudo setcap cap_net_raw+ep');
    expect(refused.canAllowCapture).toBe(true);
    const limits = [{ limit_name: 'max', limit_value: 1000, effective_date: '2020-01-01' }];
    writeFileSync(folder.file('limits.json'), JSON.stringify(limits));
    await engine.call('importLimits', { source: folder.file('limits.json') });
    expect(await engine.call('listWindows', { fromMs: 0, toMs: Date.now(), count: 5 })).toEqual([]);

    for (const [file, reason] of [
      ['refused', 'the system refused it'],
      ['refused-asked', 'no dialog could be opened, as no polkit agent runs in this session'],
    ] as const) {
      writeFileSync(folder.file(file), '');
      await engine.call('allowCapture');
      await engine.until(
        ({ capture }) => capture.problem?.message === `The permission to capture was not given: ${reason}`,
      );
      rmSync(folder.file(file));
    }

    await engine.call('allowCapture');
    await engine.until(({ capture }) => capture.state === 'capturing');
    await traffic.send(20, 100);
    const capturing = await engine.until(({ window }) => window?.bytes === traffic.bytes);
    expect(capturing.canAllowCapture).toBe(false);
    expect(capturing.window?.status).toBe('above');
    const windows = await engine.call<WindowSummary[]>('listWindows', {
      fromMs: 0,
      toMs: Date.now(),
      count: 5,
    });
    expect(windows).toMatchObject([{ bytes: traffic.bytes, packets: 20 }]);
    expect(helperStatus(folder)).toMatchObject({ Uid: '65534', CapEff: '0000000000002000' });
    await engine.stop();
  });

  it('lets the kernel sum, where that was chosen', async () => {
    using folder = new TemporaryFolder();
    prepare(folder);
    const engine = new PersonsEngine(folder, '--capture-engine', 'ebpf');
    const refused = await engine.until(isRefused);
    expect(refused.capture.problem?.remedy).toContain('sudo setcap cap_net_raw,cap_bpf+p');

    await engine.call('allowCapture');
    const { capture } = await engine.until(({ capture: { state } }) => state === 'capturing');
    expect(capture.problem).toBeNull();
    expect(helperStatus(folder)).toMatchObject({ Uid: '65534', CapEff: '0000000000002000' });
    await engine.stop();
  });

  it('names the group that may run the helper', async () => {
    using folder = new TemporaryFolder();
    prepare(folder);
    chownSync(folder.file('helper'), 0, 1);
    chmodSync(folder.file('helper'), 0o750);
    const engine = new PersonsEngine(folder, '--filter', 'udp port 9');
    const { capture, canAllowCapture } = await engine.until(isRefused);
    expect(capture.problem).toMatchObject({
      message: 'The capture helper may not be run by this user',
      remedy: 'Join the group daemon, then log out and in again: sudo usermod -aG daemon $USER',
    });
    expect(canAllowCapture).toBe(false);
    await engine.stop();
  });
});

/** Of the running helper, as the kernel tells it. */
function helperStatus(folder: TemporaryFolder): Record<string, string> {
  const pid = execFileSync('pgrep', ['-f', `^${folder.file('helper')} --interface`], {
    encoding: 'utf8',
  }).trim();
  const lines = readFileSync(`/proc/${pid}/status`, 'utf8').trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => line.split(/:\s*/).map((part) => part.split('\t')[0]) as [string, string]),
  );
}
