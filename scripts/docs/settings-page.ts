/** The page of docs that lists every setting, made from the registry. */
import { facesOf, offName, settingKeys, settingOf } from '../../src-main/settings/registry/index.ts';
import { options } from '../../src-main/settings/registry/options.ts';
import { tableRow } from './marked-tables.ts';

const intro = `# Settings

<!-- Made from src-main/settings/registry/ by \`npm run docs\`. -->

The desktop app's settings stand on its settings page (Ctrl+,), and in \`settings.json\` in its folder of settings: \`~/.config/streamchecker\` on Linux, \`~/Library/Application Support/StreamChecker\` on a Mac. With \`--data-dir\` the app has settings of its own, in that folder. The file may be edited while the app runs, with comments and trailing commas, and may be a link; \`settings.schema.json\` beside it lets an editor complete and check it.

A setting holds at once. Where its scope is \`engine\`, the engine is started again for it: it stores everything before it ends, and the next one goes on in the same window. An option of the command line, and a variable of the environment, overrides the setting for that run. A file that is not JSON is kept aside under another name, and the defaults are used; an entry that can't be used has its default. Both are reported.

| Setting | Default | Scope | Option, variable | Description |
|---|---|---|---|---|
`;

/** The page as it has to be. */
export function settingsPage(): string {
  const rows = settingKeys.map((key) => {
    const { scope, description } = settingOf(key);
    const { flag, variable } = facesOf(key);
    const off = offName(key);
    const cells = [
      `\`${key}\``,
      `\`${JSON.stringify(options[key].default)}\``,
      scope,
      [
        ...(flag ? [`--${flag.name}`] : []),
        ...(off === undefined ? [] : [`--${off}`]),
        ...(variable ? [variable.name] : []),
      ]
        .map((name) => `\`${name}\``)
        .join(', '),
      description,
    ];
    return `${tableRow(cells)}\n`;
  });
  return intro + rows.join('');
}
