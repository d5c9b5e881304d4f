import type { Command } from 'commander';
import { optionOf, withOptions } from '../settings/sources/command-line.ts';

/** Adds the options of all verbs that work on a data folder. */
export const withFolderOptions = (command: Command): Command =>
  withOptions(command, 'run.dataDir', 'output.format', 'output.verbose');

/** Home networks of what is stored, unless others are named. */
export const asStored = 'as the newest run had them';

export const periodDirections =
  'tell of each period how much went in, out, locally and past the home networks';

/** Adds the options by which what is stored is chosen, and which networks are home. */
export const withRange = (command: Command, noun: string): Command =>
  command
    .addOption(optionOf('networks.home', { standard: asStored }))
    .addOption(
      optionOf('shown.from', {
        help: `the first ${noun} starts at or after it; in the time zone of the periods where it names none`,
      }),
    )
    .addOption(
      optionOf('shown.to', {
        help: `the last ${noun} starts before it; in the time zone of the periods where it names none`,
      }),
    );
