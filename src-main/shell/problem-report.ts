import { execFile } from 'node:child_process';
import { homedir, hostname, release, userInfo } from 'node:os';
import { promisify } from 'node:util';
import { app } from 'electron';
import { MonitorError } from '../common/errors.ts';
import type { EngineState } from '../common/model/shell.ts';
import type { EngineSettings } from '../engine/run/settings.ts';
import type { Settings } from '../settings/registry/index.ts';
import { doctorCall, type DoctorCall } from './doctor-call.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Opening interfaces and asking brokers takes seconds; then what has been said so far is all. */
const doctorMs = 30_000;

/** What is said of an app that has a problem. */
export interface ProblemFacts {
  readonly engine: EngineState;
  /** What the engine runs on, with its secrets opened. */
  readonly settings: Pick<EngineSettings, 'dataDir' | 'stream'>;
  readonly values: Settings;
  /** Settings that the person changed: their names, never their values. */
  readonly changedSettings: readonly string[];
}

/** Writes what helps to find a problem, in English: versions, the engine's state, and what `doctor` finds; no secrets. */
export async function problemReport(facts: ProblemFacts): Promise<string> {
  const { engine, settings, values, changedSettings } = facts;
  const call = doctorCall(settings, values, process.env);
  const text = [
    `StreamChecker ${app.getVersion()}, Electron ${process.versions.electron}, Node ${process.versions.node}`,
    `${process.platform} ${process.arch} ${release()}, ${desktopText()}, language ${app.getLocale()}`,
    `Engine: ${engine.state}${engine.problem === null ? '' : `: ${engine.problem}`}`,
    `Settings that were changed (names alone): ${changedSettings.join(', ') || 'none'}`,
    '',
    'streamchecker doctor:',
    await doctorText(call),
  ].join('\n');
  return withoutSecrets(text, {
    ...{ home: homedir(), user: userInfo().username },
    hosts: [hostname(), ...brokerNames(settings)],
    environment: call.environment,
  });
}

const brokerNames = ({ stream }: ProblemFacts['settings']): readonly string[] =>
  stream.kind === 'embedded' ? [] : stream.brokers.map((broker) => broker.replace(/:\d+$/, ''));

const desktopText = (): string =>
  process.env.XDG_CURRENT_DESKTOP ?? process.env.XDG_SESSION_TYPE ?? 'desktop unknown';

/** Runs the verb as a process of its own: it opens interfaces, which main must not. */
async function doctorText({ args: words, environment }: DoctorCall): Promise<string> {
  const isPackaged = app.isPackaged;
  const switches = process.argv.slice(1).filter((word) => word === '--no-sandbox');
  const args = [...[...switches, ...(isPackaged ? [] : [app.getAppPath()]), 'doctor'], ...words];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      ...{ timeout: doctorMs, env: environment },
    });
    return stdout.trimEnd();
  } catch (thrown) {
    // With a problem found it ends with another status than 0, having said what it is.
    const {
      stdout = '',
      stderr = '',
      message,
      killed = false,
    } = thrown as { stdout?: string; stderr?: string; message: string; killed?: boolean };
    const said = `${stdout}${stderr}`.trimEnd();
    if (killed) return `${said}\nIt was not done after ${doctorMs / 1000} s, and was stopped.`.trimStart();
    return said || MonitorError.from(new Error(message)).message;
  }
}
