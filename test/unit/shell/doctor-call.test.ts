import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { messageLanguage } from '../../../src-main/command-line/person-language.ts';
import type { KafkaSettings } from '../../../src-main/engine/log/kafka/kafka-settings.ts';
import { engineSettings } from '../../../src-main/settings/engine-settings.ts';
import { kafkaSettings } from '../../../src-main/settings/kafka-settings.ts';
import type { Settings } from '../../../src-main/settings/registry/index.ts';
import { defaultSettings } from '../../../src-main/settings/registry/values.ts';
import { resolveOptions } from '../../../src-main/settings/resolve.ts';
import { givenValues, withRunOptions } from '../../../src-main/settings/sources/command-line.ts';
import { doctorCall, type DoctorCall } from '../../../src-main/shell/doctor-call.ts';

const folder = mkdtempSync(join(tmpdir(), 'doctor-call-'));
afterAll(() => rmSync(folder, { recursive: true }));
const authority = join(folder, 'ca.pem');
writeFileSync(authority, 'an authority');

const settings: Settings = {
  ...defaultSettings,
  'kafka.brokers': ['kafka-1:9093', 'kafka-2:9093'],
  ...{ 'kafka.topic': 'office', 'kafka.sums': 'office-sums', 'kafka.ca': authority },
  ...{ 'kafka.saslMechanism': 'plain', 'kafka.username': 'ada', 'kafka.password': 'b4bbage!' },
};
const engineOf = (values: Settings) =>
  engineSettings(resolveOptions({ commandLine: { 'run.dataDir': folder }, settings: values }));

/** What `doctor` makes of it. */
function brokersIn({ args, environment }: DoctorCall): KafkaSettings {
  const command = withRunOptions(new Command('doctor'), 'doctor').parse(args, { from: 'user' });
  const values = resolveOptions({ commandLine: givenValues(command), environment });
  return kafkaSettings(values, values['kafka.brokers']!);
}

describe('the call of doctor', () => {
  it('looks at the brokers and sums of the settings, with their certificates and login', () => {
    const { stream } = engineOf(settings);
    const call = doctorCall({ dataDir: folder, stream }, settings, {});
    expect({ kind: 'kafka', ...brokersIn(call) }).toEqual(stream);
    expect(call.args.join(' ')).not.toContain('b4bbage!');
  });

  it('leaves out brokers whose password the keyring does not open', () => {
    const { stream } = engineOf(settings);
    const sasl = { mechanism: 'plain', username: 'ada', password: null } as const;
    const closed = { ...(stream as KafkaSettings), kind: 'kafka', sasl } as const;
    const { args } = doctorCall({ dataDir: folder, stream: closed }, settings, {});
    expect(args).toEqual(['--data-dir', folder]);
  });

  it('is answered in English', () => {
    const { stream } = engineOf(defaultSettings);
    const person = { LC_ALL: 'de_DE.UTF-8', LANG: 'fr_FR.UTF-8', LANGUAGE: 'de:fr' };
    const { environment } = doctorCall({ dataDir: folder, stream }, defaultSettings, person);
    expect([person, environment].map((one) => messageLanguage(one))).toEqual(['de', 'en']);
  });
});
