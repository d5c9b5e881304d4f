import { InvalidArgumentError } from 'commander';
import { MonitorError } from '../../common/errors.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import { wholeOf } from '../../common/phrases/say.ts';

/** What a parser refused last: commander passes on the words of its error, and not the error. */
let refused: { readonly english: string; readonly text: Text } | undefined;

/** What a parser refused, by the English that commander passes on. */
export const refusedText = (english: string): Text => (refused?.english === english ? refused.text : english);

/** Makes a parser of ours one of commander's: what it refuses is wrong usage. */
export const checked =
  <T, B = never>(parse: (text: string, before?: B) => T) =>
  (text: string, before?: B): T => {
    try {
      return parse(text, before);
    } catch (thrown) {
      const error = MonitorError.from(thrown);
      const english = error.remedy ? `${error.message}; ${error.remedy}` : error.message;
      refused = { english, text: wholeOf(error) };
      throw new InvalidArgumentError(english);
    }
  };
