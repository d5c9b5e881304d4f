import type { Plugin } from 'vite';

/** Name of the list that each bundle's folder holds. */
export const bundledPackagesFile = 'packages.json';

/** Folder of the npm package that a module's file belongs to, below the repository's `node_modules`. */
export const packageOf = (moduleId: string): string | undefined =>
  /^.*?\/node_modules\/((?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/.exec(moduleId)?.[1];

/** Notes beside each bundle which npm packages are in it, for their licences and for the bill of materials. */
export const bundledPackages = (): Plugin => ({
  name: 'bundled-packages',
  apply: 'build',
  generateBundle() {
    const folders = [...this.getModuleIds()].flatMap((id) => packageOf(id) ?? []);
    const source = JSON.stringify([...new Set(folders)].sort());
    this.emitFile({ type: 'asset', fileName: bundledPackagesFile, source });
  },
});
