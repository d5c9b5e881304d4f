import type { BigIntStats } from 'node:fs';
import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces the content of a file: whoever reads it finds the old content or the new one, also after a power failure.
 * A link to it stays a link; owner and permissions stay.
 *
 * @param seen the file as it was when the old content was read: if it has changed since, it is left alone
 * @throws an error of the system, `EACCES` and the like; `EAGAIN` for a file that has changed
 */
export async function replaceFile(path: string, content: string, seen: BigIntStats): Promise<void> {
  const target = await realpath(path);
  await access(target, constants.W_OK);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.new`);
  try {
    await writeNew(temporary, content, seen);
    if (!isSameFile(seen, await stat(target, { bigint: true }))) {
      throw Object.assign(new Error('it has changed meanwhile'), { code: 'EAGAIN' });
    }
    await rename(temporary, target);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  await using folder = await open(dirname(target));
  await folder.sync();
}

async function writeNew(path: string, content: string, { mode, uid, gid }: BigIntStats): Promise<void> {
  await using file = await open(path, 'wx');
  await file.writeFile(content);
  await file.chmod(Number(mode) & 0o7777);
  const own = await file.stat();
  if (own.uid !== Number(uid) || own.gid !== Number(gid)) await file.chown(Number(uid), Number(gid));
  await file.sync();
}

const isSameFile = (one: BigIntStats, other: BigIntStats): boolean =>
  one.ino === other.ino && one.mtimeNs === other.mtimeNs && one.size === other.size;

/**
 * Writes a file anew, or in place of one that is there: whoever reads it finds all of it.
 *
 * @throws an error of the system
 */
export async function writeWhole(path: string, content: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  await rm(temporary, { force: true });
  {
    await using file = await open(temporary, 'wx', 0o600);
    await file.writeFile(content);
    await file.sync();
  }
  await rename(temporary, path);
  await using folder = await open(dirname(path));
  await folder.sync();
}
