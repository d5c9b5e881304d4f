import { foldedLetters } from '../folded.ts';

/** How well a text matches, and which of its characters do. */
export interface FuzzyMatch {
  /** Higher is better. */
  readonly score: number;
  /** Positions of the matched characters, ascending. */
  readonly positions: readonly number[];
}

const startOfWord = 8;
const consecutive = 5;
const gapCost = 1;

/**
 * Matches `query` against `text` as VS Code's palette does: its characters in order, with gaps; starts of words and
 * runs count more. Null where a character is missing. An empty query matches all with score 0.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const wanted = foldedLetters(query).replaceAll(' ', '').split('');
  const chars = foldedLetters(text);
  if (wanted.length === 0) return { score: 0, positions: [] };
  const last = lastPlaces(wanted, chars);
  // Each start is tried: the first place of the first character need not be the best.
  let best: FuzzyMatch | null = null;
  let start = chars.indexOf(wanted[0]!);
  for (; start >= 0 && start <= last[0]!; start = chars.indexOf(wanted[0]!, start + 1)) {
    const match = matchFrom(wanted, chars, start, last);
    if (best === null || match.score > best.score) best = match;
  }
  return best;
}

/** Of each character the last place at which the rest of them still fits behind it; -1 where it doesn't at all. */
function lastPlaces(wanted: readonly string[], chars: string): number[] {
  const last: number[] = [];
  let before = chars.length;
  for (const char of wanted.toReversed()) {
    before = before > 0 ? chars.lastIndexOf(char, before - 1) : -1;
    last.unshift(before);
  }
  return last;
}

function matchFrom(
  wanted: readonly string[],
  chars: string,
  start: number,
  last: readonly number[],
): FuzzyMatch {
  const positions: number[] = [];
  let score = 0;
  let at = start;
  for (const [i, char] of wanted.entries()) {
    const next = nextPlace(chars, char, at, last[i]!);
    const previous = positions.at(-1);
    if (isWordStart(chars, next)) score += startOfWord;
    if (previous !== undefined) score += next === previous + 1 ? consecutive : -gapCost;
    positions.push(next);
    at = next + 1;
  }
  return { score: score - start * 0.1, positions };
}

/** The next place of `char`, up to the last one: right here, else at the start of a word, else wherever it is. */
function nextPlace(chars: string, char: string, from: number, last: number): number {
  if (chars[from] === char) return from;
  for (let at = chars.indexOf(char, from); at >= 0 && at <= last; at = chars.indexOf(char, at + 1)) {
    if (isWordStart(chars, at)) return at;
  }
  return chars.indexOf(char, from);
}

const isWordStart = (chars: string, at: number): boolean => at === 0 || /[\s:.\-/]/.test(chars[at - 1] ?? '');
