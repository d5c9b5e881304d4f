import type { Text } from '../common/phrases/phrase.ts';
import { formatDuration } from '../common/duration.ts';
import { MonitorError } from '../common/errors.ts';
import { knownNetworks, type NetworkSettings } from '../common/home-networks.ts';
import { networksIn, resolveGroups } from '../common/network-groups.ts';
import { durationMs } from '../common/units.ts';
import type { KafkaSettings } from '../engine/log/kafka/kafka-settings.ts';
import type { AlertSettings } from '../engine/notify/alert-settings.ts';
import type { ReceiverSettings } from '../engine/notify/receivers/receiver-settings.ts';
import type {
  CaptureSettings,
  CheckSettings,
  EngineSettings,
  ReplaySettings,
} from '../engine/run/settings.ts';
import { defaultDataDir } from '../system/data-dir.ts';
import { paneMsOf, type WindowShape } from '../common/window-shape.ts';
import { say } from '../common/phrases/say.ts';
import { kafkaSettings } from './kafka-settings.ts';
import type { Values } from './registry/index.ts';

/**
 * Settings of an engine on live traffic that captures for itself.
 *
 * @throws MonitorError `settings/invalid` for what does not fit together
 */
export const engineSettings = (values: Values): EngineSettings => ({
  ...checkSettings(values),
  ...captureSettings(values, streamOf(values)),
  dataDir: dataDirOf(values),
  captures: true,
  limitsSource: values['limits.source'] ?? null,
  refresh: values['limits.refresh'],
  desktop: false,
  expectedAgents: values['run.expectedAgents'],
  alerts: alertSettings(values),
  retention: {
    pairs: values['retention.pairs'],
    windowPairs: values['retention.windowPairs'],
    windows: values['retention.windows'],
    alerts: values['retention.alerts'],
    bytes: values['retention.size'] ?? Infinity,
  },
});

/** The folder of windows, limits and alerts. */
export const dataDirOf = (values: Pick<Values, 'run.dataDir'>): string =>
  values['run.dataDir'] ?? defaultDataDir();

/** What is captured, and where it goes. */
export const captureSettings = <S extends CaptureSettings['stream']>(
  values: Values,
  stream: S,
): CaptureSettings & { readonly stream: S } => ({
  interfaces: values['capture.interfaces'],
  filter: values['capture.filter'],
  intervalMs: values['capture.interval'],
  captureEngine: values['capture.engine'],
  promiscuous: values['capture.promiscuous'],
  stream,
});

/**
 * The embedded log, or that of the brokers.
 *
 * @throws MonitorError `settings/invalid` where something is said of publishing, but not to whom
 */
export function streamOf(values: Values): EngineSettings['stream'] {
  const { 'kafka.brokers': brokers, 'kafka.publishWhen': condition, 'kafka.publishMode': mode } = values;
  if (brokers) return { kind: 'kafka', ...brokersOf(values, brokers) };
  if (values['kafka.sums'] !== undefined)
    throw invalid(say('settings.sumsAlone'), say('settings.remedy.sumsAlone'));
  if (condition === undefined && mode !== 'packet') return { kind: 'embedded' };
  throw invalid(say('settings.publishAlone'), say('settings.remedy.publishAlone'));
}

function brokersOf(values: Values, brokers: readonly string[]): KafkaSettings {
  const settings = kafkaSettings(values, brokers);
  const selects = values['windows.sources'].length + values['windows.destinations'].length > 0;
  if (settings.sums === null || !selects) return settings;
  throw invalid(say('settings.sumsAll'), say('settings.remedy.sumsAll'));
}

/**
 * The settings of what is summed.
 *
 * @throws MonitorError `settings/invalid` where windows don't begin and end with intervals
 */
export function checkSettings(values: Values): CheckSettings & Pick<ReplaySettings, 'networks'> {
  const windowMs = values['windows.length'];
  const slideMs = values['windows.slide'] ?? windowMs;
  const intervalMs = values['capture.interval'];
  requireWholeWindows(windowMs, slideMs, intervalMs);
  requireFewPanes({ sizeMs: windowMs, slideMs });
  const networks = networkSettings(values);
  const groups = resolveGroups(networks.groups);
  const { 'periods.names': periods, 'periods.timeZone': timeZone } = values;
  return {
    ...{ windowMs, slideMs, latenessMs: values['windows.lateness'], intervalMs },
    filter: values['capture.filter'],
    sources: networksIn(values['windows.sources'], groups, (name) =>
      say('group.unknownInOption', { name, option: '--source' }),
    ),
    destinations: networksIn(values['windows.destinations'], groups, (name) =>
      say('group.unknownInOption', { name, option: '--destination' }),
    ),
    networks,
    rules: { forWindows: values['alerts.for'], clearPercent: values['alerts.clear'] },
    ...(periods.length > 0 && { periods }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

/** @throws MonitorError `settings/invalid` for a group that there is not, or that contains itself */
function networkSettings(values: Values): NetworkSettings {
  const settings = { home: values['networks.home'], groups: values['networks.groups'] };
  knownNetworks(settings, []);
  return settings;
}

function requireWholeWindows(windowMs: number, slideMs: number, intervalMs: number): void {
  if (slideMs > windowMs)
    throw invalid(
      say('settings.slideLonger', { slide: text(slideMs), window: text(windowMs) }),
      say('settings.remedy.slideLonger'),
    );
  for (const [name, value] of [
    ['--window', windowMs],
    ['--slide', slideMs],
  ] as const) {
    if (value % intervalMs === 0) continue;
    throw invalid(
      say('settings.noMultiple', { name, value: text(value), interval: text(intervalMs) }),
      say('settings.remedy.changeOne'),
    );
  }
}

/** Windows that hold an instant, and panes of which a window is the sum: more would cost more than they tell. */
const mostWindows = 1_000;
const mostPanes = 10_000;

function requireFewPanes(shape: WindowShape): void {
  const [size, slide] = [text(shape.sizeMs), text(shape.slideMs)];
  if (shape.sizeMs / shape.slideMs > mostWindows)
    throw invalid(
      say('settings.manyWindows', { slide, size, most: mostWindows }),
      say('settings.remedy.manyWindows', {
        slide: text(Math.ceil(shape.sizeMs / mostWindows / 1_000) * 1_000),
      }),
    );
  if (shape.sizeMs / paneMsOf(shape) > mostPanes)
    throw invalid(
      say('settings.manyPanes', { size, slide, most: mostPanes }),
      say('settings.remedy.manyPanes'),
    );
}

/** When people are told of alerts, and how. */
const alertSettings = (values: Values): AlertSettings => ({
  repeatMs: values['alerts.repeat'] === 'never' ? null : values['alerts.repeat'],
  warnPercent: values['alerts.warnAt'],
  tellsWarnings: values['alerts.warn'],
  channels: channelsOf(values),
});

function channelsOf(values: Values): ReceiverSettings[] {
  const { 'alerts.webhook': address, 'alerts.webhookSecret': secret = null } = values;
  const { 'alerts.syslog': target, 'alerts.command': command } = values;
  const given = values['alerts.webhookAuthorization'] ?? null;
  return [
    ...(address === undefined ? [] : [{ kind: 'webhook', ...loginOf(address, given), secret } as const]),
    ...(target === undefined ? [] : [{ kind: 'syslog', ...target } as const]),
    ...(command === undefined ? [] : [{ kind: 'command', command } as const]),
  ];
}

/** An address without name and password, and the header that says them. */
function loginOf(address: string, given: string | null): { url: string; authorization: string | null } {
  const url = new URL(address);
  const [name, password] = [url.username, url.password].map(decodeURIComponent);
  url.username = url.password = '';
  const login = Buffer.from(`${name!}:${password!}`).toString('base64');
  return { url: url.href, authorization: name === '' && password === '' ? given : `Basic ${login}` };
}

const text = (ms: number): string => formatDuration(durationMs(ms));

const invalid = (message: Text, remedy: Text): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy });
