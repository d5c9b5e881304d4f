import type { ReceiverKind } from '../../../src-main/common/model/alerts.ts';
import type { MonitorApi } from '../../../src-main/common/contract/monitor.ts';
import { problemSentence } from '../../problem-words.ts';
import { phraseText } from '../../texts/phrase-text.ts';
import { t } from '../../texts/texts.ts';

const receivers = {
  'alerts.webhook': 'webhook',
  'alerts.syslog': 'syslog',
  'alerts.command': 'command',
} as const satisfies Record<string, ReceiverKind>;

/** Settings whose other end can be tried. */
export type TestedSetting = keyof typeof receivers | 'kafka.brokers';

export const isTested = (key: string): key is TestedSetting =>
  key === 'kafka.brokers' || Object.hasOwn(receivers, key);

/** Tries what a setting names, for real: what became of it, a sentence for each receiver. */
export async function testOf(
  monitor: MonitorApi,
  key: TestedSetting,
): Promise<readonly { readonly text: string; readonly isGood: boolean }[]> {
  const words = t().welcome;
  if (key === 'kafka.brokers')
    return [{ text: words.brokersFound(phraseText(await monitor.testBrokers())), isGood: true }];
  const tests = await monitor.testReceivers({ kind: receivers[key] });
  return tests.map(({ name, problem }) => ({
    text: problem === null ? words.receiverTook(name) : problemSentence(problem),
    isGood: problem === null,
  }));
}
