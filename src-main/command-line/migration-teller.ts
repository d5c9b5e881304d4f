import type { Clock } from '../common/clock.ts';
import { durationText } from '../common/format.ts';
import type { Text } from '../common/phrases/phrase.ts';
import { say } from '../common/phrases/say.ts';
import { TimeLeft } from '../common/time-left.ts';
import { warn } from './run-output.ts';

/** What is done sooner than this needs no word, and so much time lies between two lines. */
const patienceMs = 1_000;

/** Tells people how far an older data folder is brought up to date, where that takes longer. */
export function migrationTeller(
  clock: Pick<Clock, 'monotonic'>,
  tell: (text: Text) => void = warn,
): (share: number) => void {
  let toldMs: number | undefined;
  const timeLeft = new TimeLeft(clock);
  return (share) => {
    const leftMs = timeLeft.at(share) ?? 0;
    toldMs ??= clock.monotonic();
    if (clock.monotonic() - toldMs < patienceMs) return;
    toldMs = clock.monotonic();
    const left = durationText(Math.max(1_000, leftMs));
    tell(say('command.migrated', { percent: Math.floor(share * 100), left }));
  };
}
