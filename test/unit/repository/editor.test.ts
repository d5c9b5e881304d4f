import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseDevOptions } from '../../../scripts/dev/options.ts';

const root = resolve(import.meta.dirname, '../../..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const json = (path: string): unknown => JSON.parse(textOf(path));

interface Configuration {
  readonly name: string;
  readonly port?: number;
  readonly program?: string;
  readonly runtimeExecutable?: string;
  readonly preLaunchTask?: string;
}
interface Launch {
  readonly configurations: readonly Configuration[];
  readonly compounds: readonly {
    readonly configurations: readonly string[];
    readonly preLaunchTask: string;
  }[];
}
interface Container {
  readonly customizations: { readonly vscode: { readonly extensions: readonly string[] } };
}
interface Tasks {
  readonly tasks: readonly { readonly label: string; readonly type: string; readonly script?: string }[];
}

describe('what the repository tells VS Code', () => {
  const launch = json('.vscode/launch.json') as Launch;
  const { tasks } = json('.vscode/tasks.json') as Tasks;
  const byName = (name: string) => launch.configurations.find((one) => one.name === name);

  it('attaches debuggers where npm run dev has its inspectors', () => {
    const { ports } = parseDevOptions([]);
    const attached = ['Main', 'Engine', 'Page'].map((name) => byName(name)?.port);
    expect(attached).toEqual([ports.main, ports.engine, ports.page]);
  });

  it('starts programs and tasks that there are', () => {
    const programs = launch.configurations
      .flatMap(({ program, runtimeExecutable }) => [program ?? [], runtimeExecutable ?? []].flat())
      .map((path) => path.replace('${workspaceFolder}/', ''))
      .filter((path) => !path.startsWith('src-capture/build/debug/'));
    expect(programs.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const labels = tasks.map(({ label }) => label);
    const wanted = [...launch.configurations, ...launch.compounds].flatMap((one) => one.preLaunchTask ?? []);
    expect(wanted.filter((label) => !labels.includes(label))).toEqual([]);
    expect(launch.compounds.flatMap((one) => one.configurations).filter((name) => !byName(name))).toEqual([]);
    const { scripts } = json('package.json') as { scripts: Record<string, string> };
    expect(tasks.flatMap(({ script }) => script ?? []).filter((script) => !(script in scripts))).toEqual([]);
  });

  it('recommends the same extensions as the container has', () => {
    const { customizations } = json('.devcontainer/devcontainer.json') as Container;
    const { recommendations } = json('.vscode/extensions.json') as { recommendations: string[] };
    expect(customizations.vscode.extensions).toEqual(recommendations);
  });
});

describe('options of npm run dev', () => {
  it('stand before those of the app', () => {
    const { ports, recording, forApp } = parseDevOptions(['--ports', '12000', '--', '--window', '1m']);
    expect(ports).toEqual({ pages: 12_000, main: 12_001, engine: 12_002, replay: 12_003, page: 12_004 });
    expect([recording, forApp]).toEqual([undefined, ['--window', '1m']]);
    expect(parseDevOptions(['--live']).recording).toBeNull();
  });

  it.each([
    [['--ports', '80'], '"80" is not a valid port'],
    [['--ports', 'x'], '"x" is not a valid port'],
    [['--live', '--recording', 'a.pcap'], 'choose one'],
    [['--window', '1m'], "Unknown option '--window'"],
  ])('refuses %j', (argv, reason) => {
    expect(() => parseDevOptions(argv)).toThrow(reason);
  });
});

describe('the forms for issues', () => {
  it.each(['bug', 'idea'])('%s asks in fields that each have an id and a label', (name) => {
    const form = parse(textOf(`.github/ISSUE_TEMPLATE/${name}.yml`)) as {
      name: string;
      description: string;
      body: readonly { type: string; id: string; attributes: { label: string } }[];
    };
    expect([typeof form.name, typeof form.description]).toEqual(['string', 'string']);
    expect(new Set(form.body.map(({ id }) => id)).size).toBe(form.body.length);
    for (const field of form.body) {
      expect(['textarea', 'input', 'dropdown', 'checkboxes']).toContain(field.type);
      expect(field.attributes.label).toBeTruthy();
    }
  });
});
