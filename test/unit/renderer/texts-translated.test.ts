import { describe, expect, it } from 'vitest';
import { catalogues as phrases } from '../../../src-main/common/phrases/sentences.ts';
import { de } from '../../../src-renderer/texts/de/index.ts';
import { en } from '../../../src-renderer/texts/en/index.ts';
import { fr } from '../../../src-renderer/texts/fr/index.ts';
import { spokenTexts, told } from '../../support/texts/catalogues.ts';

type Texts = ReturnType<typeof spokenTexts>;

/** The texts of the window; phrases have a test of their own. */
const [english, german, french] = [en, de, fr].map(spokenTexts) as [Texts, Texts, Texts];

/** Names, formats and words that French shares with English. */
const sameInFrench = new Set([
  ...'Agent Agents Brokers Capture capture Destination Destinations Format Interface Interfaces'.split(' '),
  ...'Max Min Note Notifications Partition Quotas Source Sources Topic Total total Version Webhook'.split(
    ' ',
  ),
  ...'English Deutsch Français HTML IP Kafka Markdown PDF StreamChecker Syslog TLS'.split(' '),
  ...['61 agents', '61 interfaces', 'day, week, month, month@15, year, 6h'],
]);

describe('French', () => {
  it('says each text in other words than English, but for those that are the same', () => {
    const wordless = (text: string): boolean => !/\p{L}/u.test(text);
    const same = [...french].filter(([path, text]) => english.get(path) === text && !wordless(text));
    expect([...new Set(same.map(([, text]) => text))].filter((text) => !sameInFrench.has(text))).toEqual([]);
    const unused = [...sameInFrench].filter((text) => !same.some(([, one]) => one === text));
    expect(unused).toEqual([]);
  });

  it('is set as French is: no-break spaces at its marks, typographic apostrophes', () => {
    const sentences = Object.entries(phrases.fr).filter(([, entry]) => typeof entry === 'string');
    const misset = [...french, ...sentences].filter(([, text]) =>
      /[^\u00a0]»|«[^\u00a0]| [:;?!%]|\p{L}'\p{L}|\.\.\./u.test(String(text)),
    );
    expect(misset).toEqual([]);
  });
});

describe.each([
  ['German', german],
  ['French', french],
])('%s', (_, texts) => {
  it('says all that each English text is told, and nothing more', () => {
    const parts = (text: string | undefined): string[] => told.filter((one) => text?.includes(one));
    const lacking = [...texts].filter(
      ([path, text]) => String(parts(text)) !== String(parts(english.get(path))),
    );
    expect(lacking).toEqual([]);
  });
});
