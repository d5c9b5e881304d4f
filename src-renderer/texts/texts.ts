import type { Language } from '../../src-main/common/language.ts';
import { de } from './de/index.ts';
import { en, type Texts } from './en/index.ts';
import { fr } from './fr/index.ts';
import { numberStyle } from './number-style.svelte.ts';

const catalogues: Readonly<Record<Language, Texts>> = { en, de, fr };

/** Every text of the window, in the person's language; reactive where it is read in a component or `$derived`. */
export const t = (): Texts => catalogues[numberStyle().language];
