import { type Command, Option } from 'commander';
import { MonitorError } from '../common/errors.ts';
import { type KafkaSettings, kafkaDefaults } from '../engine/log/kafka/kafka-settings.ts';
import { PublishCondition } from '../engine/log/kafka/publish-condition.ts';
import type { PublishMode } from '../engine/log/kafka/record-writer.ts';
import { kafkaEnvironment, type Values } from './kafka-environment.ts';
import { checked } from './checked.ts';

/** Options of the stream as commander reads them. */
export interface StreamOptions {
  readonly brokers?: readonly string[];
  readonly topic: string;
  readonly alertsTopic?: string;
  readonly publishWhen?: string;
  readonly publishMode?: PublishMode;
  /** What the app's settings say of the brokers; the command line has no option for it. */
  readonly kafka?: Values;
}

const brokers = checked((text) => {
  const list = text.split(',').map((one) => one.trim());
  const isBroker = (one: string): boolean => /^(\[[0-9a-f:.]+\]|[^\s:/,[\]]+):[1-9]\d{0,4}$/i.test(one);
  if (list.every(isBroker)) return list;
  throw new MonitorError('settings/invalid', `"${text}" names no brokers`, {
    remedy: 'write for instance kafka1:9092,kafka2:9092',
  });
});

/** What Kafka takes for a topic's name. */
const topic = checked((text) => {
  if (/^[\w.-]{1,249}$/.test(text) && text !== '.' && text !== '..') return text;
  throw new MonitorError('settings/invalid', `"${text}" is not a valid topic name`, {
    remedy: 'use letters, digits, ".", "_" and "-"',
  });
});

const condition = checked((text) => {
  PublishCondition.parse(text);
  return text;
});

/** Adds the options of who reads or writes a topic. */
export const withTopicOptions = (command: Command, needsBrokers: boolean): Command =>
  command
    .addOption(
      new Option('--brokers <list>', 'Apache Kafka brokers, host:port,… (default: the embedded log)')
        .argParser(brokers)
        .makeOptionMandatory(needsBrokers),
    )
    .addOption(
      new Option('--topic <name>', 'topic of the flow records').argParser(topic).default(kafkaDefaults.topic),
    );

/** Adds the options of who tells alerts. */
export const withAlertsTopicOption = (command: Command): Command =>
  command.addOption(
    new Option('--alerts-topic <name>', 'topic of the alerts')
      .argParser(topic)
      .default(kafkaDefaults.alertsTopic),
  );

/** Adds the options of who publishes. */
export const withPublishOptions = (command: Command): Command =>
  command
    .option(
      '--publish-when <expr>',
      'publish only flow records for which this holds, as "bytes >= 1000 and source in 10.0.0.0/8"',
      condition,
    )
    .addOption(
      new Option('--publish-mode <mode>', 'publish flow records, or a length for each packet')
        .choices(['record', 'packet'])
        .default('record'),
    );

/**
 * The settings of a stream through brokers: from the options, the environment and the file that it names.
 *
 * @throws MonitorError `settings/invalid`
 */
export function kafkaSettings(
  options: StreamOptions & { readonly brokers: readonly string[] },
): KafkaSettings {
  return {
    ...kafkaDefaults,
    ...kafkaEnvironment(process.env, options.kafka),
    brokers: options.brokers,
    topic: options.topic,
    alertsTopic: options.alertsTopic ?? kafkaDefaults.alertsTopic,
    publishWhen: options.publishWhen ?? '',
    mode: options.publishMode ?? 'record',
  };
}
