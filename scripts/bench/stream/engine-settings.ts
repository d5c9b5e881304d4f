import type { EngineSettings } from '../../../src-main/engine/run/settings.ts';
import { kafkaSettings } from '../../../src-main/settings/kafka-settings.ts';
import { resolveOptions } from '../../../src-main/settings/resolve.ts';

/** An engine on the topic of a benchmark; what it captures are the packets that the benchmark sends. */
export const engineSettings = (broker: string, topic: string, dataDir: string): EngineSettings => ({
  dataDir,
  captures: true,
  expectedAgents: [],
  stream: {
    ...kafkaSettings(resolveOptions({}), [broker]),
    ...{ kind: 'kafka', topic, alertsTopic: `${topic}-alerts` },
  },
  ...{ windowMs: 300_000, slideMs: 300_000, latenessMs: 10_000, intervalMs: 1_000 },
  ...{
    filter: 'udp and dst port 9',
    sources: [],
    destinations: [],
    interfaces: ['lo'],
    captureEngine: 'helper',
    promiscuous: false,
  },
  ...{ limitsSource: null, refresh: { mode: 'manual' }, desktop: false },
  rules: { forWindows: 1, clearPercent: 0 },
  alerts: { repeatMs: null, warnPercent: 80, tellsWarnings: false, channels: [] },
  retention: { pairs: Infinity, windowPairs: Infinity, windows: Infinity, alerts: Infinity, bytes: Infinity },
});
