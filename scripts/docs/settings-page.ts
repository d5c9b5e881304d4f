/** The page of docs that lists every setting, made from the registry: `npm run docs` writes it. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { facesOf, settingKeys, settingOf } from '../../src-main/settings/registry/index.ts';
import { options } from '../../src-main/settings/registry/options.ts';

const intro = `# Settings

<!-- Made from src-main/settings/registry/ by \`npm run docs\`. -->

The desktop app's settings stand on its settings page (Ctrl+,), and in \`settings.json\` in its folder of settings: \`~/.config/streamchecker\` on Linux, \`~/Library/Application Support/StreamChecker\` on a Mac. With \`--data-dir\` the app has settings of its own, in that folder. The file may be edited while the app runs, with comments and trailing commas, and may be a link; \`settings.schema.json\` beside it lets an editor complete and check it.

A setting holds at once. Where its scope is \`engine\`, the engine is started again for it: it stores everything before it ends, and the next one goes on in the same window. An option of the command line overrides the setting for that run. A file that is not JSON is kept aside under another name, and the defaults are used; an entry that can't be used has its default. Both are reported.

| Setting | Default | Scope | Option | Description |
|---|---|---|---|---|
`;

/** The page as it has to be. */
export function settingsPage(): string {
  const rows = settingKeys.map((key) => {
    const { scope, description } = settingOf(key);
    const flag = facesOf(key).flag?.name;
    const cells = [
      `\`${key}\``,
      `\`${JSON.stringify(options[key].default)}\``,
      scope,
      flag ? `\`--${flag}\`` : '',
      description,
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  });
  return intro + rows.join('');
}

export const settingsPagePath = join(resolve(import.meta.dirname, '../..'), 'docs/settings.md');

if (import.meta.main) writeFileSync(settingsPagePath, settingsPage());
