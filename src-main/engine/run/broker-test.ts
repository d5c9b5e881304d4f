import { MonitorError } from '../../common/errors.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { say } from '../../common/phrases/say.ts';
import type { EngineSettings } from './settings.ts';

/**
 * Connects to the brokers of the settings as a run would, and says what is there; its code is loaded when it is asked for.
 *
 * @throws MonitorError `request/invalid` without brokers, `stream/*` where they can't be used
 */
export async function testBrokers({ stream }: Pick<EngineSettings, 'stream'>): Promise<Phrase> {
  if (stream.kind !== 'kafka')
    throw new MonitorError('request/invalid', say('stream.noneToTest'), {
      remedy: say('stream.remedy.noneToTest'),
    });
  const { brokerReport } = await import('../log/kafka/broker-report.ts');
  return brokerReport(stream);
}
