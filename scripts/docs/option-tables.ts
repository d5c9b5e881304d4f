/** The tables of options in the documents, made from the registry and from the verbs that have them. */
import type { Verb } from '../../src-main/command-line/completion/verbs.ts';
import {
  facesOf,
  flagKeys,
  flagOf,
  offName,
  type OptionKey,
  optionKeys,
} from '../../src-main/settings/registry/index.ts';
import { kafkaPrefix } from '../../src-main/settings/registry/kafka.ts';
import type { FlagFace } from '../../src-main/settings/registry/option.ts';
import { options } from '../../src-main/settings/registry/options.ts';

type Rows = readonly (readonly string[])[];

/** So many verbs are named as those that lack an option, where all others have it. */
const mostLacking = 3;

/** The options of the command line: which verbs have them, and what they mean. */
export const optionRows = (verbs: readonly Verb[]): Rows => {
  const leaves = verbs.filter(({ path, verbs: own }) => path !== '' && own.length === 0);
  return [
    ['Option', 'Verbs', 'Meaning'],
    ...flagKeys.map((key) => {
      const flag = flagOf(key);
      const { value } = flag.docs;
      const off = offName(key);
      const name = `\`--${flag.name}\`${value === undefined ? '' : ` ${value}`}${off === undefined ? '' : `, \`--${off}\``}`;
      return [name, verbsText(flag, leaves), meaningOf(key, flag)];
    }),
  ];
};

function verbsText({ name }: FlagFace, leaves: readonly Verb[]): string {
  const having = leaves.filter((verb) => verb.options.some(({ long }) => long === `--${name}`));
  const lacking = leaves.filter((verb) => !having.includes(verb));
  if (lacking.length > mostLacking) return namesOf(having);
  return lacking.length === 0 ? 'all' : `all but ${namesOf(lacking)}`;
}

const namesOf = (verbs: readonly Verb[]): string => verbs.map(({ path }) => path).join(', ');

/** What an option means, and its default where the text does not say more of it. */
function meaningOf(key: OptionKey, { docs, value }: FlagFace): string {
  const off = offName(key);
  if (off !== undefined) return `${docs.text}; \`--${off}\` switches it off where it is on otherwise`;
  const standard = standardText(key);
  const isTold = value === undefined || standard === '' || docs.text.includes('default');
  return isTold ? docs.text : `${docs.text}; default \`${standard}\``;
}

/** The variables about brokers: their names without what stands before all of them. */
export const kafkaRows = (): Rows => [
  [`\`${kafkaPrefix}\`…`, 'Default', 'Meaning'],
  ...optionKeys.flatMap((key) => {
    const { variable } = facesOf(key);
    if (!variable?.name.startsWith(kafkaPrefix)) return [];
    const standard = standardText(key);
    const name = variable.name.slice(kafkaPrefix.length);
    return [[`\`${name}\``, standard === '' ? '' : `\`${standard}\``, variable.help]];
  }),
];

/** A default as one would write it; empty for none. */
function standardText(key: OptionKey): string {
  const standard: unknown = options[key].default;
  if (typeof standard === 'boolean') return standard ? 'on' : 'off';
  if (Array.isArray(standard)) return standard.join(',');
  return typeof standard === 'string' ? standard : '';
}
