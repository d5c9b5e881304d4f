import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { sentenceOf } from '../../../src-main/engine/notify/receivers/notification-payload.ts';
import { receiverOf } from '../../../src-main/engine/notify/receivers/receiver-settings.ts';
import { testReceivers } from '../../../src-main/engine/notify/receiver-test.ts';
import { testBrokers } from '../../../src-main/engine/run/broker-test.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { episodeIn } from '../../support/store/episodes.ts';
import type { AlertNotification } from '../../../src-main/common/model/alerts.ts';

const now = epochMs(Date.UTC(2026, 0, 31, 8));

const told: AlertNotification = {
  ...{
    sequence: 7,
    kind: 'firing',
    suppressed: null,
    id: 'a'.repeat(32),
    subject: { kind: 'agent', agent: 'a' },
  },
  ...{ ...episodeIn(0, 300_000, 2_700), atMs: now, firedMs: now, topPairs: [] },
};

/** A web server that keeps what is posted, and answers with one status. */
async function serverOf(status: number) {
  const posts: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      posts.push(JSON.parse(body) as Record<string, unknown>);
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { posts, port, url: `http://127.0.0.1:${port}/hook` };
}

const webhook = (url: string) => receiverOf({ kind: 'webhook', url, secret: null }, systemClock);

it('sends each webhook a message that says that it is a test, and says who has it and who has not', async () => {
  const [good, bad] = [await serverOf(200), await serverOf(400)];
  const command = receiverOf({ kind: 'command', command: ['/bin/false'] }, systemClock);
  const tests = await testReceivers([webhook(good.url), webhook(bad.url), command], 'webhook', now);
  expect(tests).toMatchObject([
    { name: `webhook 127.0.0.1:${good.port}`, problem: null },
    { problem: { message: `The webhook 127.0.0.1:${bad.port} answered 400` } },
  ]);
  expect(good.posts).toMatchObject([
    { type: 'alert', state: 'firing', test: true, sequence: null, limit: null, agent: 'test' },
  ]);
});

it('runs a command with it, and says why one can not be run', async () => {
  using folder = new TemporaryFolder();
  const file = join(folder.path, 'told');
  const run = (command: [string, ...string[]]) =>
    testReceivers([receiverOf({ kind: 'command', command }, systemClock)], 'command', now);
  expect(await run(['/bin/sh', '-c', `cat > ${file}`])).toEqual([{ name: 'command /bin/sh', problem: null }]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ test: true });
  expect(await run([join(folder.path, 'none')])).toMatchObject([
    { problem: { code: 'alerts/not-told', message: expect.stringContaining("can't be run") as string } },
  ]);
});

it('waits for a delivery under way, and gives no advice about what is sent again', async () => {
  using folder = new TemporaryFolder();
  const file = join(folder.path, 'told');
  const script = `echo begin >> ${file}; sleep 0.2; echo end >> ${file}; exit 3`;
  const receiver = receiverOf({ kind: 'command', command: ['/bin/sh', '-c', script] }, systemClock);
  const delivery = receiver
    .deliver(told, new AbortController().signal)
    .catch((thrown: unknown) => MonitorError.from(thrown));
  const aborting = new AbortController();
  const aborted = receiver.deliver(told, aborting.signal).catch((thrown: unknown) => thrown);
  const tests = testReceivers([receiver], 'command', now);
  aborting.abort();
  expect(await aborted).toMatchObject({ name: 'AbortError' });
  expect(await delivery).toMatchObject({ code: 'alerts/not-told', remedy: expect.any(String) as string });
  const [{ problem } = { problem: null }] = await tests;
  expect(problem).toMatchObject({
    code: 'alerts/not-told',
    message: expect.stringContaining('status 3') as string,
  });
  expect(problem).not.toHaveProperty('remedy');
  expect(readFileSync(file, 'utf8')).toBe('begin\nend\nbegin\nend\n');
});

it('is no alert in a line of text either, and needs a receiver or brokers', async () => {
  const messages: string[] = [];
  const syslog = {
    ...{ name: 'syslog udp://x:514', isRecord: false as const },
    deliver: (message: AlertNotification) => {
      messages.push(sentenceOf(message));
      return Promise.resolve({ kind: 'taken' as const });
    },
  };
  await testReceivers([syslog], 'syslog', now);
  expect(messages).toEqual(['TEST: StreamChecker reaches this receiver; nothing has happened']);
  await expect(testReceivers([], 'syslog', now)).rejects.toThrow('There is no syslog to be tested yet');
  await expect(testBrokers({ stream: { kind: 'embedded' } as never })).rejects.toThrow(
    'There are no brokers',
  );
});
