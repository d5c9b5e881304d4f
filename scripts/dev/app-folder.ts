import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRecording } from './recording.ts';

/** A limit that the recording's peak crosses. */
const limits = [{ limit_name: 'max', limit_value: 400_000, effective_date: '2000-01-01' }];

/** Where the app in development lies: apart from `dist/`, so that nothing of it gets into a package. */
export interface AppFolder {
  /** What Electron starts. */
  readonly path: string;
  readonly bundles: string;
  /** What Vite remembers. */
  readonly cache: string;
  /** Its data, unless another folder is named. */
  readonly data: string;
  /** The capture file that is replayed unless another one is named. */
  readonly recording: string;
}

/** Makes the folder as Electron wants an app: a manifest, and what the bundles expect beside them. */
export function makeAppFolder(root: string): AppFolder {
  const path = join(root, 'build/dev');
  const folder = {
    ...{ path, bundles: join(path, 'dist'), cache: join(path, 'vite') },
    ...{ data: join(path, 'data'), recording: join(path, 'recording.pcap') },
  };
  mkdirSync(folder.data, { recursive: true });
  const { name, productName, version, homepage, desktopName, type, main } = readManifest(root);
  const manifest = { name, productName, version, homepage, desktopName, type, main };
  writeFileSync(join(path, 'package.json'), JSON.stringify(manifest, null, 2));
  for (const beside of ['resources', 'docs'])
    if (!existsSync(join(path, beside))) symlinkSync(join(root, beside), join(path, beside));
  writeRecording(folder.recording);
  writeFirstSettings(path, folder.data);
  return folder;
}

const readManifest = (root: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;

/** Short windows and a limit, so that there is soon something to see; from then on the file is the person's. */
function writeFirstSettings(path: string, data: string): void {
  const settings = join(data, 'settings.json');
  if (existsSync(settings)) return;
  const source = join(path, 'limits.json');
  writeFileSync(source, `${JSON.stringify(limits, null, 2)}\n`);
  const values = { 'windows.length': '10s', 'windows.lateness': '2s', 'limits.source': source };
  writeFileSync(settings, `${JSON.stringify(values, null, 2)}\n`);
}
