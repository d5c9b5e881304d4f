import { type ErrorData, MonitorError } from '../../common/errors.ts';
import type { AlertNotification, ReceiverKind, ReceiverTest } from '../../common/model/alerts.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { say } from '../../common/phrases/say.ts';
import type { PeopleReceiver } from './delivery-stage.ts';

/** A message that says that it is a test. */
function testMessage(now: EpochMs): AlertNotification {
  const window = { startMs: now, endMs: epochMs(now + 1) };
  return {
    ...{ sequence: 0, kind: 'firing', suppressed: null, isTest: true, id: '0'.repeat(32) },
    ...{ subject: { kind: 'agent', agent: 'test' }, window, began: window, latest: { window, observed: 0 } },
    ...{ observed: 0, topPairs: [], windows: 1, resolvedBy: null, resolveReason: null },
    ...{ atMs: now, firedMs: now },
  };
}

/**
 * Sends a test message to the receivers of a kind, once, past the outbox: nothing is tried again.
 *
 * @throws MonitorError `request/invalid` where there is none
 */
export async function testReceivers(
  receivers: readonly PeopleReceiver[],
  kind: ReceiverKind,
  now: EpochMs,
): Promise<readonly ReceiverTest[]> {
  const chosen = receivers.filter(({ name }) => name.startsWith(`${kind} `));
  if (chosen.length === 0)
    throw new MonitorError('request/invalid', say('notify.noneToTest', { kind }), {
      remedy: say('notify.remedy.noneToTest'),
    });
  return Promise.all(chosen.map((receiver) => outcomeOf(receiver, now)));
}

async function outcomeOf(receiver: PeopleReceiver, now: EpochMs): Promise<ReceiverTest> {
  const { name } = receiver;
  try {
    const outcome = await receiver.deliver(testMessage(now), new AbortController().signal);
    return { name, problem: outcome.kind === 'taken' ? null : problemOf(outcome.reason) };
  } catch (thrown) {
    return { name, problem: problemOf(thrown) };
  }
}

/** What to do about a delivery is about what waits or is in the list: a test is neither, and is not sent again. */
function problemOf(thrown: unknown): ErrorData {
  const error = MonitorError.from(thrown);
  if (!error.code.startsWith('alerts/')) return error.toData();
  return new MonitorError(error.code, error.text, { cause: error }).toData();
}
