import { type Network, parseNetwork } from '../../common/address.ts';
import { addressAt, type HostTable, wordsIn } from '../windows/host-table.ts';

/** Whether the host at a place of a list is meant. */
export type HostTest = (table: Pick<HostTable, 'family' | 'words'>, at: number) => boolean;

/**
 * What a person means who types an address, a network, or a part of an address; nothing means all, and what can be no part
 * of an address means none.
 */
export function hostTestOf(text: string): HostTest {
  const word = text.trim().toLowerCase();
  if (word === '') return () => true;
  const network = networkOf(word);
  if (network && (word.includes('/') || !word.includes(':'))) return inNetwork(network);
  const [isPart4, isPart6] = [partOf4(word), partOf6(word)];
  // What is an IPv6 address may be the beginning of a longer one.
  const isIt: HostTest = network ? inNetwork(network) : () => false;
  return (table, at) =>
    isIt(table, at) || (table.family === 4 ? isPart4(table.words[0]![at]!) : isPart6(table, at));
}

function networkOf(word: string): Network | null {
  try {
    return parseNetwork(word);
  } catch {
    return null; // It is a part of an address, or of a name.
  }
}

function inNetwork({ packed, prefixLength }: Network): HostTest {
  const family = packed.length === 4 ? 4 : 6;
  const base = wordsIn(packed);
  const masks = base.map((_, word) => maskOf(prefixLength - 32 * word));
  return (table, at) =>
    table.family === family &&
    masks.every((mask, word) => (table.words[word]![at]! & mask) >>> 0 === base[word]);
}

const maskOf = (bits: number): number => (bits >= 32 ? -1 : bits <= 0 ? 0 : -1 << (32 - bits));

const isOctet = (text: string): boolean => /^\d{0,3}$/.test(text);

/**
 * Whether the text of an IPv4 address has a part, without writing it: the first piece ends one of the four numbers, those
 * in the middle are the next ones, the last one begins the one after.
 */
function partOf4(part: string): (address: number) => boolean {
  const pieces = part.split('.');
  if (pieces.length > 4 || !pieces.every(isOctet)) return () => false;
  const tests = pieces.map((piece, i) => {
    const holds =
      pieces.length === 1
        ? (octet: string) => octet.includes(piece)
        : i === 0
          ? (octet: string) => octet.endsWith(piece)
          : i === pieces.length - 1
            ? (octet: string) => octet.startsWith(piece)
            : (octet: string) => octet === piece;
    return Uint8Array.from({ length: 256 }, (_, octet) => Number(holds(String(octet))));
  });
  const last = 4 - pieces.length;
  return (address) => {
    for (let start = 0; start <= last; start++) {
      let at = 0;
      while (at < tests.length && tests[at]![(address >>> (24 - 8 * (start + at))) & 255] === 1) at++;
      if (at === tests.length) return true;
    }
    return false;
  };
}

/** Few addresses have to be written: only those of which a group has the longest piece. */
function partOf6(part: string): HostTest {
  if (!/^[\da-f:.]+$/.test(part)) return () => false;
  const isInText: HostTest = (table, at) => addressAt(table, at).includes(part);
  if (part.includes('.')) return (table, at) => isMapped(table, at) && isInText(table, at);
  const piece = part.split(':').reduce((longest, one) => (one.length > longest.length ? one : longest));
  let groups: Uint8Array | undefined;
  return (table, at) => {
    groups ??= Uint8Array.from({ length: 65_536 }, (_, group) => Number(group.toString(16).includes(piece)));
    const has = groups;
    const isLikely = table.words.some((word) => has[word[at]! >>> 16] === 1 || has[word[at]! & 65_535] === 1);
    return (isLikely || isMapped(table, at)) && isInText(table, at);
  };
}

/** Whether it is an IPv4 address that is mapped, which is written with dots. */
const isMapped: HostTest = ({ words }, at) =>
  words[0]![at] === 0 && words[1]![at] === 0 && words[2]![at] === 0xffff;
