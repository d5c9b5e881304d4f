/**
 * `npm run package [-- OPTIONS]`: makes packages in build/packages/ with electron-builder, which gets the options; without
 * any, all of this platform. `--official` refuses another Electron than the one in package.json: releases are made so.
 * `--stand-ins` makes do with the system's own tools where electron-builder's can't be downloaded: for tests.
 */
import { writeBillOfMaterials } from './bill-of-materials.ts';
import { captureHelperPackage, targetsOf } from './capture-helper.ts';
import { writeChecksums } from './checksums.ts';
import { outputFolder } from './output-folder.ts';
import { makePackageFiles } from './package-files.ts';
import { pack, type PackOptions } from './pack.ts';
import { say } from './say.ts';

function readArguments(given: readonly string[]): PackOptions {
  const own = ['--official', '--stand-ins'];
  return {
    officialOnly: given.includes('--official'),
    standIns: given.includes('--stand-ins'),
    builderArguments: given.filter((argument) => !own.includes(argument)),
  };
}

try {
  const options = readArguments(process.argv.slice(2));
  await makePackageFiles();
  await captureHelperPackage(options.builderArguments);
  await pack(options);
  writeBillOfMaterials(targetsOf(options.builderArguments), options.builderArguments);
  await writeChecksums(outputFolder(options.builderArguments));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
