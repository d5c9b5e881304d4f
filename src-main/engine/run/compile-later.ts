import { setFlagsFromString } from 'node:v8';

/**
 * How often a function runs until V8 compiles it, by its compilers: ten to twenty times as often as V8 does by itself. An
 * engine works for a few milliseconds a second, and V8 takes what it does now and then for hot, again and again: that was
 * a sixth of the CPU time of a quiet monitor. What is really hot, a million records at once, is compiled within a second
 * all the same. Measured with `npm run bench -- engine`.
 */
const invocations = { maglev: 4_000, osr: 10_000, turbofan: 60_000 };

/** Has V8 compile later what this process runs. To be called by a process that runs an engine for long, before it starts. */
export function compileLater(): void {
  for (const [compiler, count] of Object.entries(invocations))
    setFlagsFromString(`--invocation-count-for-${compiler}=${count}`);
}
