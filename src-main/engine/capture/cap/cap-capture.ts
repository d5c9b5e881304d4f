import { isAutomatic, type NetworkInterface } from '../interfaces.ts';
import { CapLink } from './cap-link.ts';
import { CapOpener, type CapModule, type OpenFailure, snapLength } from './cap-module.ts';
import type { CapOptions } from './cap-options.ts';
import { frames, type ReportTimes } from './frame-encoder.ts';

/** Pairs that are summed until all are sent. */
const maxPairs = 131_072;
const lookMs = 1000;
/** A timer that is so late is not heard: packets come without a pause. */
const lateMs = 100;
/** Handles that could not be opened are never freed; a new process begins with none. */
const maxFailures = 64;

/** What a capture through `cap` is made of. */
export interface CapCaptureParts {
  readonly cap: CapModule;
  readonly options: CapOptions;
  /** Writes a frame; returns when it is written. */
  readonly write: (frame: Buffer) => void;
  readonly interfaces: () => NetworkInterface[];
  readonly now: () => number;
  /** The clocks that nobody sets, without and with the time for which the machine was suspended. */
  readonly steady: () => Pick<ReportTimes, 'monotonicMs' | 'bootMs'>;
  /** Called now and then while packets come without a pause: until they do, no timer and no other event is heard. */
  readonly busy: () => void;
  /** Called when there is nothing left that could be captured; why was told. */
  readonly giveUp: () => void;
}

/** Captures interfaces through `cap` and tells of them in the protocol of the capture helper. */
export class CapCapture {
  readonly #parts: CapCaptureParts;
  readonly #opener: CapOpener;
  readonly #links: CapLink[] = [];
  #flushedMs: number;
  #lookedMs = -Infinity;

  constructor(parts: CapCaptureParts) {
    const { cap, options, now } = parts;
    this.#parts = parts;
    this.#opener = new CapOpener(cap, options.filter, options.bufferBytes);
    this.#flushedMs = now();
    for (const name of options.named) this.#addLink(name, true);
  }

  /** Opens what there is to capture on. */
  start(): void {
    this.#parts.write(frames.hello(`cap ${this.#parts.cap.version}`));
    const failures = this.#look();
    const [first] = failures;
    if (first !== undefined && !this.#links.some(({ isOpen }) => isOpen)) this.#giveUp(...first);
    else for (const failure of failures) this.#warnOnce(...failure);
  }

  /** Sends all sums and counts; looks, from time to time, which interfaces there are. */
  flush(): void {
    this.#send();
    if (this.#flushedMs - this.#lookedMs < lookMs) return;
    for (const failure of this.#look()) this.#warnOnce(...failure);
    if (this.#opener.failures > maxFailures)
      this.#giveUp({ code: 'failed', text: 'too many attempts to open it failed' }, this.#links[0]!);
  }

  /** The last flush and the clean end. */
  end(): void {
    for (const link of this.#links) link.close(this.#parts.now());
    this.#send();
    this.#parts.write(frames.end());
  }

  #send(): void {
    const { now, steady, write } = this.#parts;
    this.#flushedMs = now();
    const moment = { atMs: this.#flushedMs, ...steady() };
    for (const link of this.#links) this.#sendFlows(link);
    for (const link of this.#links) {
      const times = { ...moment, ...link.takeSpan(moment.atMs) };
      write(frames.counts(link.index, times, link.takeCounts()));
    }
    write(frames.flushed());
  }

  #addLink(name: string, isNamed: boolean): CapLink {
    const link = new CapLink(this.#links.length, name, isNamed, this.#parts.options);
    this.#links.push(link);
    return link;
  }

  /** Closes what is gone, opens what has come. Returns what could not be opened. */
  #look(): [OpenFailure, CapLink][] {
    this.#lookedMs = this.#parts.now();
    const present = this.#parts.interfaces();
    const { automatic } = this.#parts.options;
    for (const one of automatic ? present.filter(isAutomatic) : [])
      if (!this.#links.some(({ name }) => name === one.name)) this.#addLink(one.name, false);
    return this.#links.flatMap((link) => this.#follow(link, present));
  }

  #follow(link: CapLink, present: readonly NetworkInterface[]): [OpenFailure, CapLink][] {
    const state = present.find(({ name }) => name === link.name);
    const isWanted = state !== undefined && state.up && (link.isNamed || isAutomatic(state));
    if (!isWanted) this.#leave(link, state);
    if (link.isOpen || !isWanted) return [];
    const opened = this.#opener.open(link.name, (buffer, length) => this.#take(link, buffer, length));
    if (!('handle' in opened)) return [[opened, link]];
    link.opened(opened, this.#parts.now());
    this.#parts.write(frames.opened(link.index, opened.linkType, snapLength, link.name));
    return [];
  }

  /** One that was named should be there; one that `auto` chose may well be gone. */
  #leave(link: CapLink, state: NetworkInterface | undefined): void {
    if (!link.isNamed && !link.isOpen) return;
    link.close(this.#parts.now());
    const why = state === undefined ? 'is gone' : state.up ? 'is captured through its master now' : 'is down';
    this.#warnOnce({ code: link.isNamed ? 'failed' : 'no-interface', text: `the interface ${why}` }, link);
  }

  #giveUp({ code, text }: OpenFailure, { index, name }: CapLink): void {
    this.#parts.write(frames.problem(index, 'error', code, `${name}: ${text}`));
    this.#parts.giveUp();
  }

  #warnOnce({ code, text }: OpenFailure, link: CapLink): void {
    if (link.tells(text))
      this.#parts.write(frames.problem(link.index, 'warning', code, `${link.name}: ${text}`));
  }

  #take(link: CapLink, buffer: Buffer, length: number): void {
    const now = this.#parts.now();
    if (!link.isWithin(now)) this.#sendFlows(link);
    link.count(now, buffer, length);
    if (this.#links.reduce((sum, { pairCount }) => sum + pairCount, 0) >= maxPairs)
      for (const each of this.#links) this.#sendFlows(each);
    // `cap` hears no timer while packets come without a pause.
    if (now - this.#flushedMs < this.#parts.options.flushMs + lateMs) return;
    this.flush();
    this.#parts.busy();
  }

  #sendFlows(link: CapLink): void {
    for (const list of link.takeFlows()) for (const frame of frames.flows(list)) this.#parts.write(frame);
  }
}
