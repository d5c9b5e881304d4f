import type { LimitDefect } from './model/limits.ts';
import type { Phrase } from './phrases/phrase.ts';
import type { PhraseKey } from './phrases/say.ts';

/** What is wrong with a field of a limit, and what to write instead. */
export const limitDefectPhrase = ({ code, shown }: LimitDefect): Phrase => ({
  key: `limits.defect.${code}` satisfies PhraseKey,
  params: { shown },
});
