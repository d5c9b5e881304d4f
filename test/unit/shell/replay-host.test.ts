import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Emitter } from '../../../src-main/common/event.ts';
import { beginning, type ReplayStatus } from '../../../src-main/common/model/replay.ts';
import type { EngineSettings } from '../../../src-main/engine/run/settings.ts';
import type { KeptReplay } from '../../../src-main/engine/run/replay-session.ts';
import type { FromEngine, ToEngine } from '../../../src-main/rpc/engine-protocol.ts';
import type { EngineChild } from '../../../src-main/shell/engine-host.ts';
import { ReplayHost, replayOf, type ReplayRequest } from '../../../src-main/shell/replay-host.ts';

class FakeChild implements EngineChild<KeptReplay> {
  readonly posted: ToEngine<KeptReplay>[] = [];
  readonly says = new Emitter<FromEngine>();
  readonly exits = new Emitter<number>();
  readonly onMessage = this.says.event;
  readonly onExit = this.exits.event;
  readonly onClosed = new Emitter<undefined>().event;
  readonly ports: unknown[] = [];
  isKilled = false;

  connectPage(_line: number, port: unknown): void {
    this.ports.push(port);
  }

  close(): void {
    // Its line ends with its process.
  }

  post(message: ToEngine<KeptReplay>): void {
    this.posted.push(message);
  }

  kill(): void {
    this.isKilled = true;
  }
}

const request = (file: string): ReplayRequest =>
  ({ files: [file], windowMs: 1000, filter: '', sources: [], destinations: [] }) as unknown as ReplayRequest;

describe('the host of a replay', () => {
  let folder: string;
  let children: FakeChild[];
  let told: (ReplayStatus | null)[];
  let host: ReplayHost;

  const makeHost = (): ReplayHost => {
    const fork = (): FakeChild => {
      children.push(new FakeChild());
      return children.at(-1)!;
    };
    return new ReplayHost({ fork, folder });
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'streamchecker-host-'));
    children = [];
    told = [];
    host = makeHost();
    host.onChanged((status) => told.push(status));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives each replay a folder of its own, and passes on what it tells', () => {
    host.open(request('a.pcap'));
    const settings = { ...request('a.pcap'), dataDir: join(folder, '1') };
    expect(children[0]?.posted).toEqual([{ kind: 'start', settings }]);
    const payload = { ...beginning(request('a.pcap')), readBytes: 7 };
    children[0]?.says.fire({ kind: 'event', name: 'progressed', payload });
    expect(told.map((status) => [status?.id, status?.readBytes])).toEqual([
      [1, 0],
      [1, 7],
    ]);
  });

  it('gives pages lines to the process, and refuses them without one', () => {
    expect(host.connectPage('early')).toMatchObject({ ok: false, error: { code: 'engine/stopped' } });
    host.open(request('a.pcap'));
    expect(host.connectPage('port').ok).toBe(true);
    expect(children[0]?.ports).toEqual(['port']);
    host.pages.gone();
    expect(children[0]?.posted.at(-1)).toEqual({ kind: 'closePages', upTo: 1 });
    children[0]?.exits.fire(1);
    expect(host.connectPage('late').ok).toBe(false);
  });

  it('ends the replay before it opens another one, and hears no more of it', () => {
    host.open(request('a.pcap'));
    host.open(request('b.pcap'));
    expect(children.map(({ isKilled }) => isKilled)).toEqual([true, false]);
    children[0]?.says.fire({ kind: 'event', name: 'progressed', payload: beginning(request('a.pcap')) });
    children[0]?.exits.fire(9);
    expect(host.status).toMatchObject({ id: 2, files: ['b.pcap'], state: 'reading' });
  });

  it('says why a file could not be opened, and when its process dies', () => {
    host.open(request('a.pcap'));
    const error = { code: 'capture/bad-file', message: 'There is none', retriable: false } as const;
    children[0]?.says.fire({ kind: 'failed', error });
    children[0]?.exits.fire(1);
    expect(host.status).toMatchObject({ state: 'failed', problem: error });
    host.open(request('b.pcap'));
    children[1]?.exits.fire(11);
    expect(host.status).toMatchObject({ state: 'failed', problem: { code: 'engine/stopped' } });
  });

  it('removes the folder of a replay that is closed, and what an earlier run has left', async () => {
    await mkdir(join(folder, '7'), { recursive: true });
    host = makeHost();
    host.open(request('a.pcap'));
    await mkdir(join(folder, '1'), { recursive: true });
    host.close();
    children[0]?.exits.fire(9);
    await expect.poll(() => readdir(folder)).toEqual([]);
    expect(host.status).toBeNull();
  });

  it('replays files with the home networks, groups and calendar of the live traffic', () => {
    const networks = { home: ['198.51.100.0/24'], groups: { office: ['192.0.2.0/24'] } };
    const summed = { windowMs: 1000, networks, periods: ['week'], timeZone: 'Asia/Tokyo' };
    const engine: Partial<EngineSettings> = summed;
    expect(replayOf(engine as EngineSettings, ['a.pcap'])).toMatchObject(summed);
  });
});
