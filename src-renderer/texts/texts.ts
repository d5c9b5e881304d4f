import { de } from './de/index.ts';
import { en, type Texts } from './en/index.ts';
import { numberStyle } from './number-style.svelte.ts';

const catalogues: Readonly<Record<'en' | 'de', Texts>> = { en, de };

/** Every text of the window, in the person's language; reactive where it is read in a component or `$derived`. */
export const t = (): Texts => catalogues[numberStyle().language];
