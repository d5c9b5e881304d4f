import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';
import { root } from './paths.mjs';
import { say } from './say.mjs';
import { dateOutputs, isStale } from './staleness.mjs';

const source = join(root, 'src-capture');
const outputs = [join(source, 'build/streamchecker-capture')];

/** The privileged part that reads packets, compiled. */
export const captureHelper = {
  isDone: () => !isStale(outputs, [source]),

  async run() {
    say('building the capture helper');
    mkdirSync(join(source, 'build'), { recursive: true }); // before the start, as it dates the folder of sources
    const startMs = Date.now();
    await command('make', ['-C', source]);
    dateOutputs(outputs, startMs);
  },
};
