/**
 * The app in development: `npm run dev`. Its page shows a change at once, main and engine are started again on theirs,
 * and a recorded capture passes for live traffic. docs/contributing/first-hour.md tells how to work with it.
 */
import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { resolveElectron } from '../electron-runtime.mjs';
import { hasDisplay } from '../setup/display.mjs';
import { root } from '../setup/paths.mjs';
import { type AppFolder, makeAppFolder } from './app-folder.ts';
import { AppProcess } from './app-process.ts';
import { MainBundles } from './main-bundles.ts';
import { type DevOptions, parseDevOptions } from './options.ts';
import { startPageServer } from './page-server.ts';

/** An editor writes a file in several steps, and people save several files at a time. */
const settleMs = 150;

const say = (line: string): boolean => process.stderr.write(`dev: ${line}\n`);

async function run(options: DevOptions): Promise<number> {
  if (!hasDisplay())
    throw new Error('there is no display to show the window on: set DISPLAY, or run xvfb-run npm run dev');
  const folder = makeAppFolder(root);
  const nonce = randomBytes(16).toString('base64');
  const { ports } = options;
  const pages = await startPageServer({ root, port: ports.pages, nonce, cache: folder.cache });
  const development = {
    ...{ pages: `http://127.0.0.1:${ports.pages}`, nonce },
    inspectors: { engine: ports.engine, replay: ports.replay },
  };
  const bundles = new MainBundles({ root, folder: folder.bundles, development });
  await bundles.build();
  const app = await appIn(folder, options);
  const changes = new Changes(async () => follow(await bundles.build(), app));
  const watcher = watch(join(root, 'src-main'), { recursive: true }, () => changes.note());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void app.stop());
  app.start();
  say(`inspectors: main ${ports.main}, engine ${ports.engine}, page ${ports.page}, replay ${ports.replay}`);
  try {
    return await app.ended;
  } finally {
    watcher.close();
    await pages.close();
  }
}

async function appIn(folder: AppFolder, { ports, recording, forApp }: DevOptions): Promise<AppProcess> {
  const { path } = await resolveElectron();
  const switches = [
    `--inspect=127.0.0.1:${ports.main}`,
    `--remote-debugging-port=${ports.page}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const data = forApp.some((word) => word.startsWith('--data-dir')) ? [] : ['--data-dir', folder.data];
  const capture = recording === null ? {} : recorded(recording ?? folder.recording);
  return new AppProcess(path, [...switches, folder.path, ...data, ...forApp], { ...process.env, ...capture });
}

/** The environment in which a recording passes for the capture helper. */
const recorded = (file: string): NodeJS.ProcessEnv => ({
  STREAMCHECKER_HELPER: join(import.meta.dirname, 'recorded-capture.ts'),
  STREAMCHECKER_RECORDING: resolve(file),
  STREAMCHECKER_RECORDING_HELPER:
    process.env.STREAMCHECKER_HELPER || join(root, 'src-capture/build/streamchecker-capture'),
});

/** Takes changes one after the other, and those that come meanwhile together. */
class Changes {
  readonly #take: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #taking: Promise<void> = Promise.resolve();

  constructor(take: () => Promise<void>) {
    this.#take = take;
  }

  note(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#taking = this.#taking.then(() => this.#takeNow());
    }, settleMs);
  }

  async #takeNow(): Promise<void> {
    try {
      await this.#take();
    } catch (thrown) {
      say(`the change can't be built: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
}

async function follow(changed: 'app' | 'engine' | 'nothing', app: AppProcess): Promise<void> {
  if (changed === 'nothing') return;
  say(
    changed === 'app' ? 'main has changed: the app starts again' : 'the engine has changed: it starts again',
  );
  if (changed === 'app') await app.restart();
  else app.restartEngine();
}

try {
  process.exitCode = await run(parseDevOptions(process.argv.slice(2)));
} catch (thrown) {
  say(thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 1;
}
process.exit();
