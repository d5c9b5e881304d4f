import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { verbsOf } from '../../src-main/command-line/completion/verbs.ts';
import { ExitStatus } from '../../src-main/command-line/exit-status.ts';
import { commandLine } from '../../src-main/command-line/program.ts';
import { systemClock } from '../../src-main/engine/run/system-clock.ts';
import { withTable } from './marked-tables.ts';
import { kafkaRows, optionRows } from './option-tables.ts';
import { settingsPage } from './settings-page.ts';

/** A page of which the code makes all or a part. */
interface MadePage {
  /** Absolute. */
  readonly path: string;
  /** As it has to be. */
  readonly text: string;
}

/** Pages as they have to be; what people wrote in them stays as it is. */
export async function madePages(): Promise<readonly MadePage[]> {
  const verbs = verbsOf(await commandLine('0', new ExitStatus(), systemClock));
  const tableIn = (name: string, table: string, rows: readonly (readonly string[])[]): MadePage => {
    const path = pathOf(name);
    return { path, text: withTable(readFileSync(path, 'utf8'), table, rows) };
  };
  return [
    { path: pathOf('settings.md'), text: settingsPage() },
    tableIn('command-line.md', 'options', optionRows(verbs)),
    tableIn('kafka.md', 'variables', kafkaRows()),
  ];
}

const pathOf = (name: string): string => join(resolve(import.meta.dirname, '../../docs'), name);
