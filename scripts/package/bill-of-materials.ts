import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron, officialVersion } from '../electron-runtime.mjs';
import { root } from '../setup/paths.mjs';
import { outputFolder } from './output-folder.ts';
import { type ShippedPackage, shippedPackages } from './shipped-packages.ts';

/** What is shipped, and for which platform. */
export interface BillFacts {
  readonly version: string;
  readonly electronVersion: string;
  readonly packages: readonly ShippedPackage[];
}

/** A software bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). */
export function billOfMaterials({ version, electronVersion, packages }: BillFacts): object {
  const name = 'streamchecker';
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': `pkg:npm/${name}@${version}`,
        ...{ name, version, licenses: [{ license: { id: 'MIT' } }] },
      },
    },
    components: [
      ...packages.map(npmComponent),
      npmComponent({ name: 'electron', version: electronVersion, licence: 'MIT' }),
      ...helperLibraries.map(linkedComponent),
    ],
  };
}

/** What is linked into the capture helper for Linux. */
const helperLibraries = [
  ['libpcap', 'BSD-3-Clause'],
  ['zlib', 'Zlib'],
  ['zstd', 'BSD-3-Clause'],
  ['lz4', 'BSD-2-Clause'],
] as const;

const linkedComponent = ([name, id]: (typeof helperLibraries)[number]): object => ({
  type: 'library',
  'bom-ref': name,
  name,
  description: 'linked into the capture helper for Linux; the version is that of the system it was built on',
  licenses: [{ license: { id } }],
});

function npmComponent({ name, version, licence }: Omit<ShippedPackage, 'licenceText'>): object {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type: 'library', 'bom-ref': purl, name, version, purl, licenses: [{ expression: licence }] };
}

/** Writes the bill of materials beside the packages, one for each architecture. */
export function writeBillOfMaterials(
  architectures: readonly string[],
  builderArguments: readonly string[],
): void {
  const folder = outputFolder(builderArguments);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const runtime = findElectron();
  const electronVersion = runtime?.version ?? officialVersion();
  const bill = JSON.stringify(
    billOfMaterials({ version, electronVersion, packages: shippedPackages() }),
    null,
    2,
  );
  mkdirSync(folder, { recursive: true });
  for (const architecture of architectures) {
    const name = `streamchecker-${version}-${process.platform}-${architecture}.cdx.json`;
    writeFileSync(join(folder, name), `${bill}\n`);
  }
}
