import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FpmValues } from './fpm-arguments.ts';
import { tool } from './stage.ts';

/** Names that Debian has for what rpm calls otherwise. */
const architectures: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' };

/** Makes the rpm of what is in `folder/root`. */
export function makeRpm(values: FpmValues, folder: string): void {
  const spec = join(folder, 'package.spec');
  writeFileSync(spec, specOf(values, join(folder, 'root')));
  const level = process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL;
  const payload = level === undefined ? 'w6T2.xzdio' : `w${level}.gzdio`;
  const defines = [`_topdir ${folder}/rpm`, `_binary_payload ${payload}`, 'debug_package %{nil}'];
  const target = architectures[values.architecture!] ?? values.architecture!;
  tool('rpmbuild', [
    ...['-bb', '--quiet', '--target', target],
    ...defines.flatMap((one) => ['--define', one]),
    spec,
  ]);
  const built = join(folder, 'rpm/RPMS', target);
  copyFileSync(join(built, readdirSync(built)[0]!), values.package!);
}

/** What rpmbuild does besides to files is not wanted: stripping, compressing manual pages, mangling shebangs. */
function specOf(values: FpmValues, root: string): string {
  const script = (section: string, file: string | undefined): string =>
    file === undefined ? '' : `%${section}\n${readFileSync(file, 'utf8').replaceAll('%', '%%')}\n`;
  return `
%global __os_install_post %{nil}
%global _build_id_links none
AutoReqProv: no
Name: ${values.name!}
Version: ${values.version!.replaceAll('-', '~')}
Release: 1
Summary: ${values['rpm-summary'] ?? values.description!}
License: ${values.license ?? 'unknown'}
URL: ${values.url!}
Vendor: ${values.vendor!}
Packager: ${values.maintainer!}
${(values.d ?? []).map((dependency) => `Requires: ${dependency}`).join('\n')}
%description
${values.description!}
%install
mkdir -p %{buildroot}
cp -a '${root}/.' %{buildroot}/
${script('post', values['after-install'])}
${script('preun', values['before-remove'])}
${script('postun', values['after-remove'])}
%files
%defattr(-,root,root,-)
${topOf(root).join('\n')}
`;
}

/** The product's own folders; those of the system that hold them belong to other packages. */
function topOf(root: string): string[] {
  const opt = readdirSync(join(root, 'opt')).map((name) => `"/opt/${name}"`);
  const usr = readdirSync(join(root, 'usr'), { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => `"${join(entry.parentPath, entry.name).slice(root.length)}"`);
  return [...opt, ...usr];
}
