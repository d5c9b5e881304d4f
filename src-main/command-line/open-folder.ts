import { DataFolder } from '../engine/store/data-folder.ts';
import { warn } from './run-output.ts';

/** Says that a folder of an older version is brought up to date, before that begins: it may take some seconds. */
const sayMigrated = (share: number): void => {
  if (share === 0)
    warn(
      'bringing the data folder of an older version up to date (Ctrl-C is safe; the next command goes on)',
    );
};

/** Opens a folder for reading; see {@link DataFolder.read}. */
export const readFolder = (dataDir: string): DataFolder | undefined => DataFolder.read(dataDir, sayMigrated);

/** Opens a folder beside a running instance; see {@link DataFolder.share}. */
export const shareFolder = (dataDir: string): DataFolder => DataFolder.share(dataDir, sayMigrated);

/** Opens a folder as its only writer; see {@link DataFolder.lock}. */
export const lockFolder = (dataDir: string): DataFolder => DataFolder.lock(dataDir, sayMigrated);
