import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FpmValues } from './fpm-arguments.ts';
import { sizeOf, tool } from './stage.ts';

/** Makes the deb of what is in `folder/root`. */
export function makeDeb(values: FpmValues, folder: string): void {
  const root = join(folder, 'root');
  const kib = Math.ceil(sizeOf(root) / 1024);
  mkdirSync(join(root, 'DEBIAN'));
  writeFileSync(join(root, 'DEBIAN/control'), control(values, kib));
  for (const [name, file] of scripts(values)) {
    copyFileSync(file, join(root, 'DEBIAN', name));
    chmodSync(join(root, 'DEBIAN', name), 0o755);
  }
  tool('dpkg-deb', ['--root-owner-group', ...compression(values), '--build', root, values.package!]);
}

/** The level is the archives' one; there is no xz at a low level that would be quick. */
function compression(values: FpmValues): string[] {
  const level = process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL;
  return level === undefined ? [`-Z${values['deb-compression'] ?? 'xz'}`] : ['-Zgzip', `-z${level}`];
}

const scripts = (values: FpmValues): [string, string][] =>
  (
    [
      ['postinst', values['after-install']],
      ['prerm', values['before-remove']],
      ['postrm', values['after-remove']],
    ] as const
  ).flatMap(([name, file]) => (file === undefined ? [] : [[name, file] as [string, string]]));

function control(values: FpmValues, kib: number): string {
  const [summary = '', ...more] = values.description!.trim().split('\n');
  const fields: [string, string | undefined][] = [
    ['Package', values.name],
    ['Version', values.version],
    ['Architecture', values.architecture],
    ['Maintainer', values.maintainer],
    ['Installed-Size', String(kib)],
    ['Depends', values.d?.join(', ')],
    ['Recommends', values['deb-recommends']?.join(', ')],
    ['Section', values.category ?? 'default'],
    ['Priority', values['deb-priority']],
    ['Homepage', values.url],
    ['Description', [summary, ...more.map((line) => ` ${line.trim() || '.'}`)].join('\n')],
  ];
  return fields.flatMap(([name, value]) => (value ? [`${name}: ${value}\n`] : [])).join('');
}
