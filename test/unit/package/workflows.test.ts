import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const folder = join(import.meta.dirname, '../../../.github/workflows');
const files = readdirSync(folder);

interface Job {
  readonly permissions?: Record<string, string>;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}
interface Workflow {
  readonly permissions: Record<string, string>;
  readonly jobs: Record<string, Job>;
}

const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
const read = (name: string): Workflow => parse(textOf(name)) as Workflow;

describe.each(files)('the workflow %s', (name) => {
  it('is one by the schema of GitHub Actions', async () => {
    const { context, value } = parseWorkflow({ name, content: textOf(name) }, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
    const template = await convertWorkflowTemplate(context, value!);
    expect(template.errors ?? []).toEqual([]);
    expect(template.jobs.length).toBeGreaterThan(0);
  });

  it('uses actions by their commit, and says which version that is', () => {
    const uses = textOf(name)
      .split('\n')
      .filter((line) => line.includes('uses:'));
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
      [],
    );
  });

  it('may only read, but for the job that publishes', () => {
    const { permissions, jobs } = read(name);
    expect(permissions).toEqual({ contents: 'read' });
    const wider = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
    expect(wider.map(([job, { permissions: own }]) => [job, own])).toEqual(
      name === 'release.yml' ? [['publish', { contents: 'write' }]] : [],
    );
  });

  it('runs only scripts that are there', () => {
    const scripts = [...textOf(name).matchAll(/node (scripts\/\S+)/g)].map(([, path]) => path!);
    for (const path of scripts) expect(() => readFileSync(path)).not.toThrow();
    const { scripts: known } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    const run = [...textOf(name).matchAll(/npm run ([\w-]+)/g)].map(([, script]) => script!);
    expect(run.filter((script) => !(script in known))).toEqual([]);
  });
});
