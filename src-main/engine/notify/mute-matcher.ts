import { maskedAddress, type Network, parseNetwork } from '../../common/address.ts';
import { isGroupName } from '../../common/network-groups.ts';
import type { AlertSubject, Mute, MuteScope } from '../../common/model/alerts.ts';
import type { Limit } from '../../common/model/limits.ts';

/** Limits that are remembered. */
const knownBound = 20_000;

/** What mutes of one form have in common: which columns they name, and by how many bits of which IP version. */
interface Form {
  readonly namesLimit: boolean;
  readonly source: Prefix | null;
  readonly destination: Prefix | null;
  /** The mutes of this form, as keys of what they name. */
  readonly keys: Set<string>;
}

interface Prefix {
  readonly addressLength: number;
  readonly bits: number;
}

/** The two ends of a limit's traffic; null for any. */
interface Ends {
  readonly source: Network | null;
  readonly destination: Network | null;
}

/**
 * Says whether any of many mutes covers an alert: what the mute names must hold all that the limit is about, or be the
 * agent. A limit costs one look into a hash for each form of mute that occurs, however many mutes there are.
 */
export class MuteMatcher {
  readonly #mutes: string;
  /** Limits that were asked about: the same ones are, each time that something changed. */
  readonly #known = new Map<string, boolean>();
  readonly #forms = new Map<string, Form>();
  readonly #agents = new Set<string>();
  /** Whether one of them names nothing: it covers agents, too. */
  #coversAll = false;
  /** When the first of the mutes ends, in ms since the epoch; infinite where none does. */
  readonly untilMs: number;

  constructor(mutes: readonly (MuteScope & Partial<Pick<Mute, 'untilMs'>>)[]) {
    this.#mutes = JSON.stringify(mutes);
    let untilMs = Infinity;
    for (const mute of mutes) {
      this.#add(mute);
      untilMs = Math.min(untilMs, mute.untilMs ?? Infinity);
    }
    this.untilMs = untilMs;
  }

  /** Whether it was made of the same mutes. */
  isSameAs(other: MuteMatcher): boolean {
    return this.#mutes === other.#mutes;
  }

  covers(subject: AlertSubject): boolean {
    if (subject.kind === 'limit') return this.#coversLimit(subject.limit);
    return this.#coversAll || this.#agents.has(subject.agent);
  }

  #coversLimit(limit: Pick<Limit, 'name' | 'source' | 'destination'>): boolean {
    if (this.#forms.size === 0) return false;
    const { name, source, destination } = limit;
    const key = [name, source, destination].join('|');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const isCovered = this.#looksCovered(limit);
    if (this.#known.size < knownBound) this.#known.set(key, isCovered);
    return isCovered;
  }

  #looksCovered(limit: Pick<Limit, 'name' | 'source' | 'destination'>): boolean {
    const ends = endsOf(limit);
    for (const form of this.#forms.values()) {
      const key = keyOf(form, limit.name, ends);
      if (key !== undefined && form.keys.has(key)) return true;
    }
    return false;
  }

  #add(mute: MuteScope): void {
    if (mute.agent !== null) {
      this.#agents.add(mute.agent);
      return;
    }
    this.#coversAll ||= mute.limitName === null && mute.source === null && mute.destination === null;
    const ends = endsOf(mute);
    const [source, destination] = [prefixOf(ends.source), prefixOf(ends.destination)];
    const namesLimit = mute.limitName !== null;
    const formKey = JSON.stringify([namesLimit, source, destination]);
    const form = this.#forms.get(formKey) ?? { namesLimit, source, destination, keys: new Set() };
    this.#forms.set(formKey, form);
    const key = keyOf(form, mute.limitName, ends);
    if (key !== undefined) form.keys.add(key);
  }
}

const endsOf = ({ source, destination }: Pick<MuteScope, 'source' | 'destination'>): Ends => ({
  source: endOf(source),
  destination: endOf(destination),
});

/** A group is held by no network that a mute names: what it holds may change. */
const endOf = (text: string | null): Network | null =>
  text === null || isGroupName(text) ? null : parseNetwork(text);

const prefixOf = (network: Network | null): Prefix | null =>
  network && { addressLength: network.packed.length, bits: network.prefixLength };

/** What a mute of this form would name to cover the limit; undefined where no such mute can. */
function keyOf(form: Form, limitName: string | null, { source, destination }: Ends): string | undefined {
  const parts = [endKey(form.source, source), endKey(form.destination, destination)];
  if (parts.includes(undefined)) return undefined;
  return [form.namesLimit ? limitName : '', ...parts].join('|');
}

function endKey(prefix: Prefix | null, network: Network | null): string | undefined {
  if (prefix === null) return '';
  const isHeld =
    network !== null && network.packed.length === prefix.addressLength && network.prefixLength >= prefix.bits;
  return isHeld ? hex(maskedAddress(network.packed, prefix.bits)) : undefined;
}

/** Packed bytes may hold any character, the separator of keys, too. */
const hex = (packed: string): string => Buffer.from(packed, 'latin1').toString('hex');
