import { isDeepStrictEqual } from 'node:util';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';
import { say } from '../../common/phrases/say.ts';
import type { EpochMs } from '../../common/units.ts';

/** What cap does otherwise than the helper. */
export const capNotice = say('run.captureThroughCap');

/** Why there are no windows of a stretch of time. */
export const skipped = (fromMs: EpochMs, toMs: EpochMs): Phrase =>
  say('run.skipped', { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() });

/** What comes of two processes that publish as one agent. */
export const rivalNotice = (agent: string): Phrase => say('run.rival', { agent });

const noticesKept = 20;

/** What people should know of a run, each once, the newest of them. */
export class Notices {
  readonly #list: Text[];

  constructor(first: readonly Text[]) {
    this.#list = [...first];
  }

  get list(): readonly Text[] {
    return this.#list;
  }

  add(text: Text): void {
    if (!this.#list.some((known) => isDeepStrictEqual(known, text))) this.#list.push(text);
    if (this.#list.length > noticesKept) this.#list.shift();
  }
}
