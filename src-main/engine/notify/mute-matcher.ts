import { maskedAddress, type Network, parseNetwork } from '../../common/address.ts';
import type { Direction } from '../../common/direction.ts';
import { isGroupName } from '../../common/network-groups.ts';
import type { AlertSubject, Mute, MuteScope } from '../../common/model/alerts.ts';
import type { Limit } from '../../common/model/limits.ts';

/** Limits that are remembered. */
const knownBound = 20_000;

/** What mutes of one form have in common: which columns they name, and by how many bits of which IP version. */
interface Form {
  readonly namesLimit: boolean;
  readonly namesDirection: boolean;
  readonly source: Prefix | typeof group | null;
  readonly destination: Prefix | typeof group | null;
  /** The mutes of this form, as keys of what they name. */
  readonly keys: Set<string>;
}

interface Prefix {
  readonly addressLength: number;
  readonly bits: number;
}

/** An end of a limit's traffic: a network, or a group by its name; null for any. */
type End = Network | string | null;

/** What is looked at of a limit. */
type Matched = Pick<Limit, 'name' | 'source' | 'destination' | 'direction'>;

/** What of a limit, or of the mute, keys are made of. */
interface Named {
  readonly limitName: string | null;
  readonly direction: Direction | null;
  readonly source: End;
  readonly destination: End;
}

/** The form of an end that is a group. */
const group = 'group';

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

  #coversLimit(limit: Matched): boolean {
    if (this.#forms.size === 0) return false;
    const { name, source, destination, direction } = limit;
    const key = [name, source, destination, direction].join('|');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const isCovered = this.#looksCovered(limit);
    if (this.#known.size < knownBound) this.#known.set(key, isCovered);
    return isCovered;
  }

  #looksCovered({ name, direction, ...ends }: Matched): boolean {
    const named = { limitName: name, direction: direction ?? null, ...endsOf(ends) };
    for (const form of this.#forms.values()) {
      const key = keyOf(form, named);
      if (key !== undefined && form.keys.has(key)) return true;
    }
    return false;
  }

  #add(mute: MuteScope): void {
    if (mute.agent !== null) {
      this.#agents.add(mute.agent);
      return;
    }
    const { limitName, direction } = mute;
    this.#coversAll ||= (limitName ?? direction ?? mute.source ?? mute.destination) === null;
    const ends = endsOf(mute);
    const named = {
      ...{ namesLimit: limitName !== null, namesDirection: direction !== null },
      ...{ source: formOf(ends.source), destination: formOf(ends.destination) },
    };
    const formKey = JSON.stringify(named);
    const form = this.#forms.get(formKey) ?? { ...named, keys: new Set() };
    this.#forms.set(formKey, form);
    const key = keyOf(form, { limitName, direction, ...ends });
    if (key !== undefined) form.keys.add(key);
  }
}

const endsOf = ({ source, destination }: Pick<MuteScope, 'source' | 'destination'>) => ({
  source: endOf(source),
  destination: endOf(destination),
});

/** A group is held by no network that a mute names, and holds none: what is in it may change. */
const endOf = (text: string | null): End => (text === null || isGroupName(text) ? text : parseNetwork(text));

const formOf = (end: End): Form['source'] =>
  typeof end === 'string' ? group : end && { addressLength: end.packed.length, bits: end.prefixLength };

/** What a mute of this form would name to cover the limit; undefined where no such mute can. */
function keyOf(form: Form, { limitName, direction, source, destination }: Named): string | undefined {
  const parts = [endKey(form.source, source), endKey(form.destination, destination)];
  if (parts.includes(undefined)) return undefined;
  return [form.namesLimit ? limitName : '', form.namesDirection ? direction : '', ...parts].join('|');
}

function endKey(form: Form['source'], end: End): string | undefined {
  if (form === null) return '';
  if (form === group || typeof end === 'string')
    return form === group && typeof end === 'string' ? end : undefined;
  const isHeld = end !== null && end.packed.length === form.addressLength && end.prefixLength >= form.bits;
  return isHeld ? hex(maskedAddress(end.packed, form.bits)) : undefined;
}

/** Packed bytes may hold any character, the separator of keys, too. */
const hex = (packed: string): string => Buffer.from(packed, 'latin1').toString('hex');
