import type { Command } from 'commander';
import { DataFolder } from '../../engine/data-folder.ts';
import { alertLine } from '../json-lines.ts';
import { dataDirOption, type Format, formatOption, notYet, verboseOption, wholeNumber } from '../options.ts';
import { print } from '../run-output.ts';
import { alertText } from '../text.ts';

/** `alerts list`, and the verbs that come with the life of alerts. */
export function alertsVerb(program: Command): void {
  const alerts = program.command('alerts').summary('list alerts');
  alerts
    .command('list')
    .summary('list the newest alerts, newest first')
    .option('--count <n>', 'at most so many', wholeNumber(1), 50)
    .addOption(dataDirOption())
    .addOption(formatOption())
    .addOption(verboseOption())
    .action(list);
  for (const verb of ['watch', 'ack', 'snooze']) {
    alerts
      .command(verb, { hidden: true })
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw notYet(
          `alerts ${verb}`,
          'alerts list shows them; monitor --format json prints each as it comes',
        );
      });
  }
}

function list({ dataDir, count, format }: { dataDir: string; count: number; format: Format }): void {
  const folder = DataFolder.read(dataDir);
  const series = folder?.series.newest();
  const alerts = (series && folder?.alerts.newest(series.id, count)) ?? [];
  folder?.dispose();
  if (format === 'json') for (const alert of alerts) print(JSON.stringify(alertLine(alert)));
  else if (alerts.length === 0) print('No alerts.');
  else for (const alert of alerts) print(alertText(alert));
}
