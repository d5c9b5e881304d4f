import { afterEach, describe, expect, it } from 'vitest';
import { inPersonsLanguage, messageLanguage, speak } from '../../../src-main/command-line/person-language.ts';
import { say } from '../../../src-main/common/phrases/say.ts';
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
