/** What a phrase is told: names and numbers, what others said in their own words, and further phrases. */
export type Param = string | number | Phrase | readonly (string | Phrase)[];

/**
 * A sentence, or a part of one, before it is put into words: plain data that crosses processes. Each catalogue has the
 * words of its language for each key.
 */
export interface Phrase {
  readonly key: string;
  readonly params?: Readonly<Record<string, Param>>;
}

/** A phrase, or words that come from outside and are the same in each language. */
export type Text = string | Phrase;

/**
 * How a language says one thing: words with names of parameters in braces (a list of several is joined by commas), or a
 * function of the parameters where their number or presence changes the words.
 */
export type Entry = string | ((given: never) => string);

/** What one language says, by key. */
export type Catalogue = Readonly<Record<string, Entry>>;

/** Names of the parameters in a text; braces around more than a name are text. */
type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${string}${' ' | '"'}${string}` ? never : Name) | Names<Rest>
  : never;

/** What a function of a catalogue is given, as whoever says the phrase has it: words may be phrases themselves. */
type Unsaid<P> = P extends readonly string[] ? readonly Text[] : P extends string ? Text : P;

/** The parameters of an entry, as whoever says the phrase gives them. */
export type ParamsOf<E extends Entry> = E extends (given: infer P) => string
  ? { readonly [K in keyof P]: Unsaid<P[K]> }
  : E extends string
    ? Readonly<Record<Names<E>, Param>>
    : never;

/** What an entry is given when it is put into words. */
type Given<E extends string> = Readonly<Record<Names<E>, string>>;

/** A catalogue of another language: an entry for each, of the same parameters. */
export type Translation<C> = {
  readonly [K in keyof C]: C[K] extends string ? string | ((given: Given<C[K]>) => string) : C[K];
};

/**
 * Puts a text into words.
 *
 * @returns undefined for a phrase that the catalogue does not have, as another version may send, or that lacks a parameter
 */
export function render(catalogue: Catalogue, text: Text): string | undefined {
  if (typeof text === 'string') return text;
  const entry = Object.hasOwn(catalogue, text.key) ? catalogue[text.key] : undefined;
  const given = entry === undefined ? undefined : renderAll(catalogue, text.params ?? {});
  if (entry === undefined || given === undefined) return undefined;
  return typeof entry === 'string' ? fill(entry, given) : entry(given as never);
}

type Rendered = Readonly<Record<string, string | number | readonly string[]>>;

function renderAll(catalogue: Catalogue, params: Readonly<Record<string, Param>>): Rendered | undefined {
  const rendered = Object.entries(params).map(
    ([name, param]) => [name, renderParam(catalogue, param)] as const,
  );
  return rendered.every(([, value]) => value !== undefined)
    ? (Object.fromEntries(rendered) as Rendered)
    : undefined;
}

function renderParam(catalogue: Catalogue, param: Param): Rendered[string] | undefined {
  if (typeof param === 'number') return param;
  if (!isTexts(param)) return render(catalogue, param);
  const words = param.map((one) => render(catalogue, one));
  return words.every((one) => one !== undefined) ? words : undefined;
}

/** Whether a parameter is a list of texts. */
export const isTexts = (param: Param): param is readonly Text[] => Array.isArray(param);

const placeholder = /\{(\w+)\}/g;

function fill(words: string, given: Rendered): string | undefined {
  if ([...words.matchAll(placeholder)].some(([, name = '']) => !Object.hasOwn(given, name))) return undefined;
  return words.replaceAll(placeholder, (_, name: string) => {
    const value = given[name];
    return typeof value === 'object' ? value.join(', ') : String(value);
  });
}
