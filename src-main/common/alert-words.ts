import { bytesText, durationText, type NumberStyle, plainNumbers } from './format.ts';
import { spanText } from './instants.ts';
import {
  type AlertEpisode,
  type AlertFacts,
  episodeMs,
  type NotificationGroup,
  type NotificationKind,
} from './model/alerts.ts';
import type { Limit } from './model/limits.ts';
import { isFolded, type PairTotal } from './model/windows.ts';
import { termPhrases } from './limit-phrase.ts';
import { isNearlySilent } from './near-silence.ts';
import type { Phrase } from './phrases/phrase.ts';
import { say } from './phrases/say.ts';
import { wordsIn } from './phrases/sentences.ts';

/** What stands for a host: its address, with its name before it where it has one. */
export type HostLabel = (address: string) => string;

/** The settings that say what hosts are called. */
interface HostSettings {
  readonly 'hosts.names': Readonly<Record<string, string>>;
  readonly 'hosts.reverseDns': boolean;
}

/** What a host is called: by the person, else by the DNS where that is asked; null where it has no name. */
export function hostName(
  address: string,
  settings: HostSettings,
  dnsName: (address: string) => string | null,
): string | null {
  const { 'hosts.names': own, 'hosts.reverseDns': isDnsAsked } = settings;
  if (Object.hasOwn(own, address)) return own[address]!;
  return isDnsAsked ? dnsName(address) : null;
}

/** An address with the name before it where it has one; a network has none. */
export function labelOf(address: string, nameOf: (address: string) => string | null): string {
  const name = address.includes('/') ? null : nameOf(address);
  return name === null ? address : `${name} (${address})`;
}

const plainLabel: HostLabel = (address) => address;

/** What an alert is about, and the total at its peak. */
export type AlertMatter = Pick<AlertFacts, 'subject' | 'observed'>;

/** What there is to say of alerts and their limits, in a person's language, with numbers as they want them. */
export class AlertWords {
  readonly #style: NumberStyle;
  readonly #label: HostLabel;

  /** @param label what stands for a host; its address, if left out */
  constructor(style: NumberStyle = plainNumbers, label: HostLabel = plainLabel) {
    this.#style = style;
    this.#label = label;
  }

  /** What a phrase says. */
  text(phrase: Phrase): string {
    return wordsIn(this.#style.language, phrase, '');
  }

  bytes(bytes: number): string {
    return bytesText(bytes, this.#style);
  }

  /** A window from its start to its end, local. */
  span({ startMs, endMs }: { startMs: number; endMs: number }, nowMs: number): string {
    return spanText(startMs, endMs, nowMs, this.#style.language);
  }

  /** What the breach of a limit is called: `Traffic above max`; with the name that people gave it, `Backup: above max`. */
  breach({ name, title }: Pick<Limit, 'name' | 'title'>): string {
    const state = name === 'max' ? 'aboveMax' : 'belowMin';
    return this.text(
      title === undefined ? say(`alert.${state}`) : say(`alert.named.${state}`, { name: title }),
    );
  }

  /** What has happened: `Traffic above max`, `Silent but for 272 bytes`, `No report from agent office`. */
  matter({ subject, observed }: AlertMatter): string {
    if (subject.kind === 'agent') return this.text(say('alert.noReport', { agent: subject.agent }));
    const { limit } = subject;
    if (!isNearlySilent(limit, observed)) return this.breach(limit);
    return this.text(silencePhrase(limit.title, observed));
  }

  /** A short title for what there is to tell of an alert. */
  title(kind: NotificationKind, alert: AlertMatter): string {
    const name = titleOf(alert);
    if (kind === 'warning')
      return this.text(name === undefined ? say('alert.nearMax') : say('alert.named.nearMax', { name }));
    const breach = this.matter(alert);
    if (name === undefined || kind === 'firing') return this.#told(kind, breach);
    return this.text(
      kind === 'resolved'
        ? say('alert.named.resolved', { breach })
        : say('alert.named.stillFiring', { breach }),
    );
  }

  /**
   * The same with the host, network or pair that the limit is on, where people gave it no name of its own; of a total
   * that is too much, with the host that sent more than half.
   */
  titleWithHost(kind: NotificationKind, alert: AlertFacts): string {
    const title = this.title(kind, alert);
    if (alert.subject.kind === 'agent') return title;
    const { source, destination, title: name } = alert.subject.limit;
    const isOnAll = source === null && destination === null;
    if (name !== undefined && !isOnAll) return title;
    const about = (host: string): string => this.text(say('alert.about', { title, host }));
    if (source !== null && destination !== null) return about(this.pair({ source, destination }));
    const end = source ?? destination;
    if (end !== null) return about(this.#label(end));
    const host = alert.subject.limit.name === 'max' ? mainSource(alert) : null;
    return host === null ? title : this.text(say('alert.mostlyFrom', { title, host: this.#label(host) }));
  }

  /** A short title for many alerts of one window: `812 hosts above max`, `100 agents not reporting`. */
  groupTitle({ kind, subject, count }: NotificationGroup): string {
    if (subject.kind === 'agent') return this.#told(kind, this.text(say('alert.many.silent', { count })));
    const many = say(`count.${subject.scope}`, { count });
    if (kind === 'warning') return this.text(say('alert.many.nearMax', { many }));
    const side = subject.limitName === 'max' ? 'aboveMax' : 'belowMin';
    return this.#told(kind, this.text(say(`alert.many.${side}`, { many })));
  }

  /** How long an alert has lasted: `15 min, 3 windows`. */
  length(alert: Pick<AlertEpisode, 'began' | 'latest' | 'windows'>): string {
    const windows = say('count.windows', { count: alert.windows });
    return this.text(say('alert.length', { length: durationText(episodeMs(alert)), windows }));
  }

  /** The traffic a limit speaks of; empty for all of it. */
  scope({ source, destination }: Pick<Limit, 'source' | 'destination'>): string {
    if (source === null && destination === null) return '';
    const side = (address: string | null): string =>
      address === null ? this.text(say('pair.any')) : this.#label(address);
    return `${side(source)} → ${side(destination)}`;
  }

  /** What else a limit says of when and of whom it holds: its period, hours, agent, and from when on it is warned of. */
  terms(limit: Limit): readonly string[] {
    return termPhrases(limit).map((term) => this.text(term));
  }

  /** The traffic a limit speaks of, and its terms; empty where it says nothing of either. */
  limitScope(limit: Limit): string {
    return [this.scope(limit), ...this.terms(limit)].filter(Boolean).join(', ');
  }

  /** A pair in one line, its hosts with their names; the pair of folded rests reads `other`. */
  pair(pair: Pick<PairTotal, 'source' | 'destination'>): string {
    if (isFolded(pair)) return this.text(say('pair.others'));
    return `${this.#label(pair.source)} → ${this.#label(pair.destination)}`;
  }

  #told(kind: NotificationKind, breach: string): string {
    if (kind === 'resolved') return this.text(say('alert.resolved', { breach }));
    return kind === 'reminder' ? this.text(say('alert.stillFiring', { breach })) : breach;
  }
}

/** That there was no traffic, or next to none. @param name what people call the limit */
function silencePhrase(name: string | undefined, observed: number): Phrase {
  const bytes = say('count.bytes', { count: observed });
  if (name === undefined) return observed === 0 ? say('alert.silent') : say('alert.silentBut', { bytes });
  return observed === 0 ? say('alert.named.silent', { name }) : say('alert.named.silentBut', { name, bytes });
}

const titleOf = ({ subject }: AlertMatter): string | undefined =>
  subject.kind === 'agent' ? undefined : subject.limit.title;

/** The host that certainly sent more than half of what was observed; null where none did, or it is not known. */
function mainSource({ observed, topPairs }: AlertFacts): string | null {
  const sent = new Map<string, number>();
  for (const pair of topPairs)
    if (!isFolded(pair)) sent.set(pair.source, (sent.get(pair.source) ?? 0) + pair.bytes);
  return [...sent].find(([, bytes]) => bytes > observed / 2)?.[0] ?? null;
}
