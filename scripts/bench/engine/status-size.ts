import type { CaptureStatus } from '../../../src-main/common/model/capture.ts';
import { CaptureTracker } from '../../../src-main/engine/capture/capture-tracker.ts';
import { startEngine } from '../../../src-main/engine/run/engine.ts';
import { boundStatus } from '../../../src-main/engine/run/status-bounds.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { CheckedFolder, host, maximumOf, settingsIn } from './checked-folder.ts';

/** What an engine has to tell of. */
export interface Much {
  readonly alerts: number;
  /** Interfaces that came, brought something to the open window, and went. */
  readonly interfaces: number;
}

/** Bytes of the status event of an engine that has much to tell. */
export async function statusBytes({ alerts, interfaces }: Much): Promise<number> {
  const limits = Array.from({ length: alerts }, (_, i) => maximumOf(host(1, i), 1));
  const folder = new CheckedFolder(limits);
  try {
    if (alerts > 0) await folder.append({ count: alerts, source: (i) => host(1, i) });
    for (let i = 0; i < interfaces; i += 1)
      await folder.append({ count: 1, source: () => host(2, 0) }, 'agent', `veth${i}`);
    await folder.settle();
    folder.close();
    const engine = await startEngine(settingsIn(folder.dataDir));
    const status = await engine.api.getStatus();
    await engine.stop();
    const sent = boundStatus({ ...status, capture: captureOf(interfaces) });
    return Buffer.byteLength(JSON.stringify(sent));
  } finally {
    folder.dispose();
  }
}

/** What a capture tells whose interfaces came and went. */
function captureOf(interfaces: number): CaptureStatus {
  const tracker = new CaptureTracker(systemClock);
  for (let i = 0; i < interfaces; i += 1)
    tracker.take({ kind: 'opened', interface: { name: `veth${i}`, linkType: 1 } });
  return tracker.status;
}
