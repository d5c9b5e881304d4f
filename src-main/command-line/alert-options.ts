import { type Command, Option } from 'commander';
import { MonitorError } from '../common/errors.ts';
import type { AlertSettings } from '../engine/settings.ts';
import { checked, duration, wholeNumber } from './options.ts';

/** Options of when people are told of alerts. */
export interface AlertOptions {
  readonly alertRepeat: number | 'never';
  readonly warnAt: number;
  readonly warn?: boolean;
}

/** A share of a limit: `80` or `80%`. */
const percent = (least: number, most: number): ((text: string) => number) =>
  checked((text) => {
    const value = Number(/^(\d+(?:\.\d+)?)%?$/.exec(text)?.[1]);
    if (value >= least && value <= most) return value;
    throw new MonitorError('settings/invalid', `"${text}" is no share from ${least} to ${most} %`, {
      remedy: 'write it as 80 or 80%',
    });
  });

/** Adds the options of when alerts fire and end. */
export const withRuleOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--alert-for <windows>', 'fire when so many windows have breached in a row')
        .argParser(wholeNumber(1))
        .default(1),
    )
    .addOption(
      new Option('--alert-clear <percent>', 'resolve only when a window closes so far inside the limit')
        .argParser(percent(0, 100))
        .default(0, '0%'),
    );

/** Adds the options of when people are told of alerts. */
export const withAlertOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--alert-repeat <duration>', 'tell again of an alert that nobody has acknowledged, or never')
        .argParser((text) => (text === 'never' ? text : duration(text)))
        .default('never'),
    )
    .addOption(
      new Option('--warn-at <percent>', 'share of a maximum from which on a total counts as near it')
        .argParser(percent(1, 100))
        .default(80, '80%'),
    )
    .option('--warn', 'tell when a total comes near its maximum, once for each window');

/** Settings from the options. */
export const alertSettings = ({ alertRepeat, warnAt, warn }: AlertOptions): AlertSettings => ({
  repeatMs: alertRepeat === 'never' ? null : alertRepeat,
  warnPercent: warnAt,
  tellsWarnings: warn === true,
});
