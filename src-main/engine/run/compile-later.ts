import { setFlagsFromString } from 'node:v8';

/**
 * How often a function runs until V8 compiles it, by its compilers: ten to twenty times as often as V8 does by itself. An
 * engine works for a few milliseconds a second, and V8 takes what it does now and then for hot, again and again: that was
 * a sixth of the CPU time of a quiet monitor. What is really hot, a million records at once, is compiled within a second
 * all the same. Measured with `npm run bench -- engine`.
 */
const invocations = { maglev: 4_000, osr: 10_000, turbofan: 60_000 };

/** From this version on V8 has all of these flags; an older one complains of those that it has not, at each start. */
const firstMajor = 12;

/** The flags of a version of V8, such as `13.6.233.17-node.53`; none where it does not have them. */
export function laterFlags(v8: string): readonly string[] {
  if (Number.parseInt(v8, 10) < firstMajor) return [];
  return Object.entries(invocations).map(
    ([compiler, count]) => `--invocation-count-for-${compiler}=${count}`,
  );
}

/** Has V8 compile later what this process runs. To be called by a process that runs an engine for long, before it starts. */
export function compileLater(): void {
  for (const flag of laterFlags(process.versions.v8)) setFlagsFromString(flag);
}
