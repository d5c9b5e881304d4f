import type { CommanderError } from 'commander';
import { afterEach, describe, expect, it } from 'vitest';
import { inPersonsLanguage, messageLanguage, speak } from '../../../src-main/command-line/person-language.ts';
import { ExitStatus } from '../../../src-main/command-line/exit-status.ts';
import { commandLine } from '../../../src-main/command-line/program.ts';
import { render } from '../../../src-main/common/phrases/phrase.ts';
import { inEnglish, say } from '../../../src-main/common/phrases/say.ts';
import { catalogues } from '../../../src-main/common/phrases/sentences.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { usagePhrase } from '../../../src-main/settings/sources/usage-phrase.ts';
import { CommandLine } from '../../support/process/command-line.ts';

describe('the language of messages', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'de_DE.UTF-8' }, 'de'],
    [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'fr_CA' }, 'fr'],
    [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'fr_CA', LC_ALL: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C.UTF-8', LANGUAGE: 'fr' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LANGUAGE: 'fr:de' }, 'fr'],
    [{ LANG: 'en_US.UTF-8', LANGUAGE: 'nl:de' }, 'de'],
    [{ LANG: 'de_DE.UTF-8', LANGUAGE: 'nl:' }, 'de'],
    [{ LANG: 'de_DE.UTF-8', LANGUAGE: 'nl:en_GB:fr' }, 'en'],
    [{ LANG: 'de_DE.UTF-8', LANGUAGE: '' }, 'de'],
    [{ LANG: 'pt_BR.UTF-8' }, 'en'],
    [{ LANG: 'fr@euro', LC_ALL: '' }, 'fr'],
  ] as const)('of %j is %s', (environment, language) => expect(messageLanguage(environment)).toBe(language));

  afterEach(() => speak('en'));

  it('says a phrase in it, and what it does not know in English', async () => {
    await speak('de');
    expect(inPersonsLanguage(say('command.fromBeforeTo'))).toBe('--from muss vor --to liegen');
    expect(inPersonsLanguage('as it is')).toBe('as it is');
    await speak('en');
    expect(inPersonsLanguage(say('command.fromBeforeTo'))).toBe('--from must be before --to');
  });
});

it.each([
  [
    ['totals', '--peers'],
    "unknown option '--peers' (did you mean --peer?)",
    'Die Option --peers gibt es nicht (gemeint ist vielleicht --peer)',
  ],
  [
    ['total'],
    "unknown command 'total' (did you mean totals?)",
    'Den Befehl total gibt es nicht (gemeint ist vielleicht totals)',
  ],
  [['replay'], "missing required argument 'file'", 'Das Argument file fehlt'],
  [
    ['check'],
    "required option '--brokers <list>' not specified",
    'Die Option --brokers <list> muss angegeben werden',
  ],
  [
    ['totals', '--peer'],
    "option '--peer <cidr>' argument missing",
    'Der Option --peer <cidr> fehlt ihr Wert',
  ],
  [['totals', 'all'], 'too many arguments: all', 'Zu viele Argumente: all'],
  [
    ['totals', '--group', 'office', '--host', '10.0.0.1'],
    "option '--group <name>' cannot be used with option '--host <cidr>'",
    'Die Optionen --group <name> und --host <cidr> schließen einander aus',
  ],
  [
    ['totals', '--format', 'x'],
    "option '--format <form>' argument 'x' is invalid. Allowed choices are table, json, csv.",
    'Der Wert „x“ der Option --format <form> ist ungültig. Erlaubt sind table, json, csv.',
  ],
  [
    ['windows', 'list', '--count', '0'],
    "option '--count <n>' argument '0' is invalid. \"0\" must be an integer of 1 or more.",
    'Der Wert „0“ der Option --count <n> ist ungültig. „0“ muss eine ganze Zahl ab 1 sein.',
  ],
] as const)(
  'says what is wrong with %j in the language of the environment',
  async (words, english, german) => {
    const program = await commandLine('1.0.0', new ExitStatus(), systemClock, words[0]);
    const thrown = await program.parseAsync([...words], { from: 'user' }).catch((error: unknown) => error);
    const text = usagePhrase(thrown as CommanderError);
    expect([inEnglish(text), render(catalogues.de, text)]).toEqual([english, german]);
  },
);

it('tells errors in the language of the environment', async () => {
  const errorsIn = async (LC_ALL: string): Promise<string> => {
    const run = new CommandLine(['totals', '--peer', '192.0.2.1'], { env: { LC_ALL } });
    await run.end();
    return run.errors;
  };
  expect(await errorsIn('fr_FR.UTF-8')).toBe(
    'streamchecker: --peer est l’autre bout d’un --host. Nommez l’hôte.\n',
  );
  expect(await errorsIn('C')).toBe('streamchecker: --peer is the other end of a --host. Name the host.\n');
});
