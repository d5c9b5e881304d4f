import { afterEach, expect, it } from 'vitest';
import { inPersonsLanguage, speak } from '../../../src-main/command-line/person-language.ts';
import { findingLine, findingText } from '../../../src-main/command-line/verbs/doctor.ts';
import { say } from '../../../src-main/common/phrases/say.ts';
import { requirements } from '../../../src-main/engine/api/requirements.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

afterEach(() => speak('en'));

const finding = {
  ...{ check: say('doctor.check.folder'), ok: false, found: say('doctor.kernelSums') },
  remedy: say('settings.remedy.notWritten'),
};

it('says what was looked at and found in one language, and in English in JSON', async () => {
  expect(findingText(finding)).toBe(
    'PROBLEM  data folder: the helper may load its program\n         what to do: make the folder writable',
  );
  await speak('fr');
  expect(findingText(finding)).toBe(
    'PROBLÈME  dossier de données\u00a0: l’assistant peut charger son programme\n          que faire\u00a0: Rendez le dossier accessible en écriture',
  );
  expect(findingText({ ...finding, ok: true, remedy: undefined })).toMatch(/^ok {8}dossier de données/);
  expect(findingLine(finding)).toMatchObject({
    ...{ check: 'data folder', found: 'the helper may load its program', remedy: 'make the folder writable' },
  });
});

it('names each thing that is looked at in the language', async () => {
  const names = () => requirements({ clock: systemClock, dataDir: '/nonexistent' }).map(([name]) => name);
  await speak('de');
  expect(names().map(inPersonsLanguage)).toEqual([
    ...['Laufzeitumgebung', 'Helfer zum Aufzeichnen', 'Schnittstellen', 'Erlaubnis zum Aufzeichnen'],
    ...[
      'Summen im Kernel, für --capture-engine ebpf',
      'cap, das zweite Aufzeichnungsprogramm',
      'Datenordner',
    ],
  ]);
});
