import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { bundledPackagesFile } from './bundled-packages-plugin.ts';

/** An npm package of which something is in what is shipped. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Text of its licence file, or what its package.json says instead. */
  readonly licenceText: string;
}

/** Left as they are, as they have native code. */
const native = ['better-sqlite3', 'snappy', 'lz4-napi'];

/** Those, and the packages that bring their code for this platform. */
function unbundled(): string[] {
  const forPlatforms = native.flatMap((name) => Object.keys(manifestOf(name).optionalDependencies ?? {}));
  return [...native, ...forPlatforms.filter((name) => existsSync(folderOf(name)))];
}

/** The npm packages in the bundles and beside them, by name. */
export function shippedPackages(): ShippedPackage[] {
  const folders = ['main', 'preload', 'renderer'].flatMap(
    (bundle) => JSON.parse(readFileSync(join(root, 'dist', bundle, bundledPackagesFile), 'utf8')) as string[],
  );
  return [...new Set([...unbundled(), ...folders])].sort().map(readPackage);
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author?: string | { readonly name: string };
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const folderOf = (path: string): string => join(root, 'node_modules', path);

const manifestOf = (path: string): Manifest =>
  JSON.parse(readFileSync(join(folderOf(path), 'package.json'), 'utf8')) as Manifest;

/** @param path below `node_modules`: a package may lie in the one that needs it. */
function readPackage(path: string): ShippedPackage {
  const folder = folderOf(path);
  const manifest = manifestOf(path);
  const { name, version, license: licence } = manifest;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  const licenceText = file === undefined ? statedIn(manifest) : readFileSync(join(folder, file), 'utf8');
  return { name, version, licence, licenceText };
}

/** Some packages state their licence, and bring no text of it. */
function statedIn({ license, author = 'its contributors' }: Manifest): string {
  return `${license} licence. Copyright (c) ${typeof author === 'string' ? author : author.name}`;
}
