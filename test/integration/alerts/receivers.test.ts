import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AlertNotification, NotificationGroup } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { CommandReceiver } from '../../../src-main/engine/notify/receivers/command-receiver.ts';
import { WebhookReceiver } from '../../../src-main/engine/notify/receivers/webhook-receiver.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { episodeIn, ofLimit } from '../../support/store/episodes.ts';
import { limitOf } from '../../support/records/flows.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const never = new AbortController().signal;
const notification: AlertNotification = {
  ...{ sequence: 7, kind: 'firing', suppressed: null, id: 'a'.repeat(32) },
  ...episodeIn(0, 300_000, 2_700),
  subject: ofLimit(limitOf('max', 2_000, { source: '10.0.0.0/8', effectiveMs: epochMs(0) })),
  ...{ atMs: epochMs(31_000), firedMs: epochMs(31_000) },
  topPairs: [{ source: '10.0.0.1', destination: '10.0.0.2', bytes: 2_700, packets: 3 }],
};
const group: NotificationGroup = {
  ...{ sequence: 812, kind: 'firing', count: 812 },
  subject: { kind: 'limit', limitName: 'max', scope: 'hosts' },
  ...{ window: notification.window, atMs: notification.atMs, largest: [notification] },
};
const told = {
  ...{ type: 'alert', id: 'a'.repeat(32), state: 'firing', sequence: 7, observed: 2_700 },
  at: '1970-01-01T00:00:31.000Z',
  pairs: [{ bytes: 2_700 }],
};

interface Posted {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * A web server that keeps what is posted, and answers with the next of the given statuses (then 200), or with a status
 * and when to come again.
 */
async function webServer(...answers: (number | [status: number, retryAfter: string])[]) {
  const posts: Posted[] = [];
  const taken: Posted[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      posts.push({ body, headers: request.headers });
      const answer = answers.shift() ?? 200;
      const [status, retryAfter] = typeof answer === 'number' ? [answer, undefined] : answer;
      if (status === 200) taken.push(posts.at(-1)!);
      response
        .writeHead(status, {
          ...{ location: '/elsewhere', ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) },
        })
        .end('an answer');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    posts,
    taken,
    url: `http://127.0.0.1:${port}/private-path`,
    [Symbol.dispose]: () => void server.close(),
  };
}

describe('a webhook', () => {
  it('whose key the keyring does not open is posted nothing, and what waits is told then', async () => {
    using server = await webServer();
    const parts = { url: server.url, secret: null, clock: systemClock };
    const sealed = new WebhookReceiver({ ...parts, isSealed: true });
    await expect(sealed.deliver(notification, never)).rejects.toMatchObject({
      ...{ code: 'settings/no-keyring', retriable: true },
    });
    expect(server.posts).toEqual([]);
  });

  const channel = (url: string, secret: string | null = null): WebhookReceiver =>
    new WebhookReceiver({ url, secret, clock: systemClock });

  it('gets the alert as JSON, signed over time and body', async () => {
    using server = await webServer();
    await channel(server.url, 'key').deliver(notification, never);
    const [{ body, headers }] = server.posts as [Posted];
    expect(JSON.parse(body)).toMatchObject(told);
    const timestamp = headers['streamchecker-timestamp'] as string;
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(10);
    const signature = createHmac('sha256', 'key').update(`${timestamp}.${body}`).digest('hex');
    expect(headers['streamchecker-signature']).toBe(`sha256=${signature}`);
    expect(headers['content-type']).toBe('application/json');
  });

  it('without a key is not signed', async () => {
    using server = await webServer();
    await channel(server.url).deliver(notification, never);
    expect(server.posts[0]!.headers).not.toHaveProperty('streamchecker-signature');
  });

  it.each([500, 503, 408, 425, 429, 301])(
    'that answers %d may take it later; its path is not told',
    async (status) => {
      using server = await webServer(status);
      const outcome = await channel(server.url).deliver(notification, never);
      expect(outcome).toMatchObject({ kind: 'later', reason: { code: 'alerts/not-told', retriable: true } });
      expect(outcome).toMatchObject({
        reason: { message: expect.stringContaining(`answered ${status}`) as string },
      });
      expect(JSON.stringify(outcome)).not.toContain('private-path');
      expect(server.posts).toHaveLength(1);
    },
  );

  it.each([400, 401, 404, 410, 413, 422])('that answers %d will never take it', async (status) => {
    using server = await webServer(status);
    expect(await channel(server.url).deliver(notification, never)).toMatchObject({
      kind: 'refused',
      reason: { code: 'alerts/refused', message: expect.stringContaining(`answered ${status}`) as string },
    });
  });

  it('says when it may be asked again, in seconds or by a date', async () => {
    using server = await webServer(
      [429, '120'],
      [503, new Date(systemClock.now() + 60_000).toUTCString()],
      [503, '?'],
    );
    const waits = [];
    for (let i = 0; i < 3; i += 1) {
      const outcome = await channel(server.url).deliver(notification, never);
      waits.push(outcome.kind === 'later' ? outcome.waitMs : undefined);
    }
    const [inSeconds, byDate, unknown] = waits;
    expect([inSeconds, unknown]).toEqual([120_000, 0]);
    expect(Math.abs(byDate! - 60_000)).toBeLessThan(10_000);
  });

  it('is logged in at, and the login is told to nobody else', async () => {
    using server = await webServer(500);
    const authorization = 'Bearer s3cret';
    const parts = { url: server.url, secret: null, authorization, clock: systemClock };
    const receiver = new WebhookReceiver(parts);
    const outcome = await receiver.deliver(notification, never);
    expect(server.posts[0]!.headers).toMatchObject({ authorization });
    expect(inspect([receiver, outcome], { depth: 9, showHidden: true })).not.toContain('s3cret');
  });

  it('is reached through a proxy, whose password is not told', async () => {
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(`${request.url!} ${request.headers['proxy-authorization'] ?? ''}`);
      request.resume().once('end', () => response.end());
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('HTTP_PROXY', `http://me:s3cret@127.0.0.1:${port}`);
    vi.stubEnv('http_proxy', `http://me:s3cret@127.0.0.1:${port}`);
    expect(await channel('http://hooks.invalid/x').deliver(notification, never)).toMatchObject({
      kind: 'taken',
    });
    expect(seen).toEqual([`http://hooks.invalid/x Basic ${btoa('me:s3cret')}`]);
    proxy.close();
    proxy.closeAllConnections();
    await once(proxy, 'close');
    const failed = channel('http://hooks.invalid/x').deliver(notification, never);
    await expect(failed).rejects.toThrow(/can't be reached/);
    await expect(failed).rejects.not.toThrow(/s3cret/);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    vi.stubEnv('no_proxy', '127.0.0.1');
    using server = await webServer();
    await channel(server.url).deliver(notification, never);
    expect(server.posts).toHaveLength(1);
  });

  it('gets many alerts of one window as one', async () => {
    using server = await webServer();
    await channel(server.url).deliver(group, never);
    expect(JSON.parse(server.posts[0]!.body)).toMatchObject({
      ...{ type: 'alerts', state: 'firing', sequence: 812, count: 812, subject: 'hosts' },
      ...{ limit: { name: 'max' }, largest: [{ type: 'alert', id: 'a'.repeat(32), observed: 2_700 }] },
      text: expect.stringMatching(/^ALERT: 812 hosts above max in the window 1970-01-01T00:00:00/) as string,
    });
  });

  it('that is away has not taken it', async () => {
    const { url, ...server } = await webServer();
    server[Symbol.dispose]();
    await expect(channel(url).deliver(notification, never)).rejects.toThrow(/can't be reached/);
  });
});

describe('a command', () => {
  const node = process.execPath;

  it('gets the alert on its input, and its arguments as they are', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('$(alert); x');
    const copy = `process.stdin.pipe(require('fs').createWriteStream(process.argv[1]))`;
    await new CommandReceiver([node, '-e', copy, file]).deliver(notification, never);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject(told);
  });

  it('need not read its input, and may leave something in the background', async () => {
    const began = Date.now();
    await new CommandReceiver(['/bin/sh', '-c', 'sleep 20 & exit 0']).deliver(notification, never);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it('that fails or is not there says why', async () => {
    const failing = new CommandReceiver([node, '-e', 'console.error("no mail server"); process.exit(3)']);
    await expect(failing.deliver(notification, never)).rejects.toThrow(/ended with status 3: no mail server/);
    await expect(new CommandReceiver(['/nowhere']).deliver(notification, never)).rejects.toThrow(
      /can't be run/,
    );
  });

  it('gets no secrets of the environment', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('env');
    process.env.STREAMCHECKER_WEBHOOK_SECRET = 'hidden';
    const write = `require('fs').writeFileSync(process.argv[1], JSON.stringify(process.env))`;
    await new CommandReceiver([node, '-e', write, file]).deliver(notification, never);
    delete process.env.STREAMCHECKER_WEBHOOK_SECRET;
    const environment = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.ProcessEnv;
    expect(environment.PATH).toBe(process.env.PATH);
    expect(JSON.stringify(environment)).not.toContain('hidden');
  });

  it('refuses for good what it says is bad data', async () => {
    const picky = new CommandReceiver([node, '-e', 'console.error("no such host"); process.exit(65)']);
    expect(await picky.deliver(notification, never)).toMatchObject({
      ...{ kind: 'refused', reason: { code: 'alerts/refused' } },
    });
  });

  it('that takes too long is ended, with all that it has started', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('late');
    const slow = new CommandReceiver(['/bin/sh', '-c', `(sleep 1; touch '${file}') & wait`], 200);
    await expect(slow.deliver(notification, never)).rejects.toThrow(/took longer than 0\.2 s/);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(existsSync(file)).toBe(false);
  });
});

describe.runIf(mayCapture)('a running monitor', () => {
  it('tells every channel each transition once, also when it was killed while a server was away', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    using server = await webServer(503, 503, 503, 503, 503);
    const limits = folder.file('limits.json');
    const row = { limit_name: 'max', limit_value: 5_000, effective_date: '2020-01-01' };
    writeFileSync(limits, JSON.stringify([row]));
    writeFileSync(folder.file('key'), 'secret\n');
    chmodSync(folder.file('key'), 0o600);
    const start = (): CommandLine =>
      new CommandLine([
        ...['monitor', '--interface', 'lo', '--filter', traffic.filter, '--window', '1h', '--limits', limits],
        ...['--data-dir', folder.file('data'), '--format', 'json', '--webhook', server.url],
        ...['--webhook-secret', folder.file('key')],
        ...['--alert-command', JSON.stringify(['/usr/bin/tee', '-a', folder.file('told')])],
      ]);
    const first = start();
    const sending = setInterval(() => void traffic.send(10, 972), 500);
    const said = (): string =>
      existsSync(folder.file('told')) ? readFileSync(folder.file('told'), 'utf8') : '';
    await first.until(() => first.alerts().length === 1 && server.posts.length > 0 && said().endsWith('\n'));
    // The command has ended, and its mark is set.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(server.taken).toEqual([]);
    clearInterval(sending);
    first.kill('SIGKILL');
    await first.end();
    const second = start();
    await second.until(() => server.taken.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    second.kill('SIGINT');
    await second.end();
    expect(second.alerts()).toEqual([]);
    const [post, ...more] = server.taken;
    expect(more).toEqual([]);
    expect(JSON.parse(post!.body)).toMatchObject({ sequence: 1, state: 'firing', id: first.alerts()[0]!.id });
    expect(post!.headers).toHaveProperty('streamchecker-signature');
    expect(said().trim().split('\n')).toHaveLength(1);
  });
});
