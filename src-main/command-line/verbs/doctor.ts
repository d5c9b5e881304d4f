import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';
import { inEnglish, say } from '../../common/phrases/say.ts';
import { type Requirement, requirements } from '../../engine/api/requirements.ts';
import { dataDirOf } from '../../settings/engine-settings.ts';
import { kafkaSettings } from '../../settings/kafka-settings.ts';
import type { Values } from '../../settings/registry/index.ts';
import { resolveOptions } from '../../settings/resolve.ts';
import { givenValues, optionOf, withRunOptions } from '../../settings/sources/command-line.ts';
import { type ExitStatus, statuses } from '../exit-status.ts';
import { sayMigrated } from '../open-folder.ts';
import { inPersonsLanguage, helpText } from '../person-language.ts';
import { print } from '../run-output.ts';
import { runValues } from '../run-values.ts';

/** What a look at one requirement found. */
export interface Finding {
  readonly check: Phrase;
  readonly ok: boolean;
  readonly found: Text;
  readonly remedy?: Text | undefined;
}

/** `doctor`: looks at each thing that the product needs, and says what to do about what is missing. */
export const doctorVerb = (program: Command, status: ExitStatus, clock: Clock): void =>
  void withRunOptions(program.command('doctor'), 'doctor')
    .summary(helpText('verb.doctor'))
    .addOption(optionOf('shown.cluster'))
    .action(async (_flags: unknown, command: Command) => {
      const values = resolveOptions({ commandLine: givenValues(command) });
      const isJson = values['output.format'] === 'json';
      for (const requirement of requirementsOf(command, clock)) {
        const finding = await look(requirement);
        if (!finding.ok) status.value = statuses.failed;
        print(isJson ? JSON.stringify(findingLine(finding)) : findingText(finding));
      }
    });

function requirementsOf(command: Command, clock: Clock): readonly Requirement[] {
  const values = resolveOptions({ commandLine: givenValues(command) });
  /** With what the environment says, which may be wrong. */
  const brokers = () => {
    const ofRun = runValues(command);
    return kafkaSettings(ofRun, ofRun['kafka.brokers'] ?? []);
  };
  const sums = sumsOf(values, command);
  return requirements({
    ...{ clock, dataDir: dataDirOf(values), onMigrated: sayMigrated, sums },
    brokers: values['kafka.brokers'] ? brokers : undefined,
  });
}

/**
 * Where a cluster's sums are; undefined where nobody asked for one.
 *
 * @throws MonitorError `settings/invalid` where a cluster is asked for, and no brokers are named
 */
function sumsOf(values: Values, command: Command): string | undefined {
  const { cluster = false } = command.opts<{ cluster?: boolean }>();
  if (!values['kafka.brokers']) {
    if (cluster) throw invalid(say('settings.clusterAlone'), say('settings.remedy.clusterAlone'));
    if (values['kafka.sums']) throw invalid(say('settings.sumsAlone'), say('settings.remedy.sumsAlone'));
  }
  return values['kafka.sums'] || (cluster ? 'traffic-sums' : undefined);
}

async function look([check, run]: Requirement): Promise<Finding> {
  try {
    return { check, ok: true, found: await run() };
  } catch (thrown) {
    const { text, remedyText } = MonitorError.from(thrown);
    return { check, ok: false, found: text, remedy: remedyText };
  }
}

/** A finding as JSON has it, in English. */
export const findingLine = ({ check, ok, found, remedy }: Finding): object => ({
  ...{ type: 'finding', check: inEnglish(check), ok, found: inEnglish(found) },
  ...(remedy === undefined ? {} : { remedy: inEnglish(remedy) }),
});

/** A finding as the person reads it. */
export function findingText({ check, ok, found, remedy }: Finding): string {
  const bad = inPersonsLanguage(say('doctor.bad'));
  const what = `${ok ? 'ok'.padEnd(bad.length) : bad}  ${inPersonsLanguage(say('doctor.finding', { check, found }))}`;
  const margin = ' '.repeat(bad.length + 2);
  return remedy === undefined
    ? what
    : `${what}\n${margin}${inPersonsLanguage(say('doctor.remedy', { remedy }))}`;
}

const invalid = (message: Text, remedy: Text): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy });
