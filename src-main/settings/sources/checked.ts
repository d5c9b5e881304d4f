import { InvalidArgumentError } from 'commander';
import { MonitorError } from '../../common/errors.ts';

/** Makes a parser of ours one of commander's: what it refuses is wrong usage. */
export const checked =
  <T, B = never>(parse: (text: string, before?: B) => T) =>
  (text: string, before?: B): T => {
    try {
      return parse(text, before);
    } catch (thrown) {
      const { message, remedy } = MonitorError.from(thrown);
      throw new InvalidArgumentError(remedy ? `${message}; ${remedy}` : message);
    }
  };
