import { statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { ethernet, etherTypes, ipv4, pcapFile } from '../../support/packets/pcap-writer.ts';

/** Names on standard error each module that is loaded. */
const spy = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const load = (url, context, next) => (process.stderr.write('loaded ' + url + '\\n'), next(url, context));
  registerHooks({ load });
`)}`;

/** What a run of the built command line loads. */
async function loadedBy(...args: string[]): Promise<{ names: string[]; builtIn: string[]; bytes: number }> {
  const run = new CommandLine(args, { env: { NODE_OPTIONS: `--import=${spy}` } });
  await run.end();
  const urls = [...run.errors.matchAll(/^loaded (.*)$/gm)].map(([, url]) => url!);
  const files = urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url));
  return {
    names: files.map((file) => file.replace(/^.*\//, '')),
    builtIn: urls.filter((url) => url.startsWith('node:')),
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
  };
}

it('loads a verb without the code of the others', async () => {
  const { bytes } = await loadedBy('interfaces', '--help');
  expect(bytes).toBeGreaterThan(100_000);
  // The registry of options and the sentences of errors are each one piece.
  expect(bytes).toBeLessThan(460_000);
});

it('loads no client of brokers, databases or the web, and no calendar, where a replay needs none', async () => {
  using folder = new TemporaryFolder();
  const data = ethernet(
    etherTypes.ipv4,
    ipv4({ source: '10.0.0.1', destination: '10.0.0.2', totalLength: 60 }),
  );
  const file = folder.file('one.pcap');
  writeFileSync(file, pcapFile([{ data }]));
  const { names, builtIn, bytes } = await loadedBy('replay', file);
  expect(names.join(' ')).toMatch(/\breplay-.*\bdata-folder-/);
  expect(names.filter((name) => /^(open-kafka|broker|postgres-line|http-post|calendar)/.test(name))).toEqual(
    [],
  );
  expect(builtIn).not.toContain('node:http');
  expect(bytes).toBeLessThan(1_090_000);
});
