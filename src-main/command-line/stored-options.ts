import type { Command } from 'commander';
import { optionOf, withOptions } from '../settings/sources/command-line.ts';
import { say } from '../common/phrases/say.ts';

/** Adds the options of all verbs that work on a data folder. */
export const withFolderOptions = (command: Command): Command =>
  withOptions(command, 'run.dataDir', 'output.format', 'output.verbose');

/** Home networks of what is stored, unless others are named. */
export const asStored = say('standard.asStored');

export const periodDirections = say('help.in.periods.directions');

/** Adds the options by which what is stored is chosen, and which networks are home. */
export const withRange = (command: Command, noun: 'window' | 'period'): Command =>
  command
    .addOption(optionOf('networks.home', { standard: asStored }))
    .addOption(
      optionOf('shown.from', {
        help: say(`help.in.${noun}s.from`),
      }),
    )
    .addOption(
      optionOf('shown.to', {
        help: say(`help.in.${noun}s.to`),
      }),
    );
