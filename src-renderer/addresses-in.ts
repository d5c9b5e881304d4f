import { networkIn } from './features/hosts/host-search.svelte.ts';

/** A piece of a text; `network` is the address or network that it is, or null. */
export interface TextPiece {
  readonly text: string;
  readonly network: string | null;
}

/** What may be an address or network: nothing of a word or number goes before or after it. */
const candidate =
  /(?<![\w.:/])[\da-f][\da-f.:]*(?:\/\d{1,3})?(?![\w/])|(?<![\w.:/])::[\da-f.:]*(?:\/\d{1,3})?(?![\w/])/gi;

/** Takes a text apart where addresses and networks stand in it. */
export function addressesIn(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(candidate)) {
    const word = found.replace(/[.:]+$/, (tail) => (tail === '::' ? tail : ''));
    const network = networkIn(word);
    if (network === null) continue;
    if (index > end) pieces.push({ text: text.slice(end, index), network: null });
    pieces.push({ text: word, network });
    end = index + word.length;
  }
  return end < text.length ? [...pieces, { text: text.slice(end), network: null }] : pieces;
}
