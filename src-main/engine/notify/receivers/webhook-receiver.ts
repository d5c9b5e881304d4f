import { createHmac } from 'node:crypto';
import { MonitorError } from '../../../common/errors.ts';
import { Secret } from '../../../common/secret.ts';
import type { NotificationMessage } from '../../../common/model/alerts.ts';
import type { WallClock } from '../../../common/clock.ts';
import type { EpochMs } from '../../../common/units.ts';
import { withoutPasswords } from '../../../common/postgres-url.ts';
import { type Outcome, type PeopleReceiver, taken } from '../delivery-stage.ts';
import { refusal } from '../refusal.ts';
import { say } from '../../../common/phrases/say.ts';
import type { Phrase } from '../../../common/phrases/phrase.ts';
import type { PostAnswer } from './http-post.ts';
import { payloadOf } from './notification-payload.ts';

/** How long a server may take for its answer. */
const timeoutMs = 10_000;

/** Signs a body as it is sent at a time (seconds since the epoch), so that neither can be changed or sent again later. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/**
 * Whether an answer may be another one when the same is posted later (RFC 9110, 15.5): a time-out, something that came
 * too early or too often, or the server's own trouble.
 */
const mayChange = (status: number): boolean =>
  status < 400 || status >= 500 || [408, 425, 429].includes(status);

/** How long a server asks to be left alone, in milliseconds (RFC 9110, 10.2.3); 0 where it doesn't. */
export function retryAfterMs(value: string | null, now: EpochMs): number {
  if (value === null) return 0;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const until = Date.parse(value);
  return Number.isNaN(until) ? 0 : Math.max(0, until - now);
}

const proxies = (): string[] =>
  ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].flatMap((name) => process.env[name] ?? []);

/**
 * Posts each message as JSON. An answer of 2xx takes it. One of 4xx refuses it for good, but for those that ask for
 * another attempt; after any other, and where there is none, it is posted again.
 */
export class WebhookReceiver implements PeopleReceiver {
  readonly name: string;
  readonly isRecord = false;
  readonly #url: URL;
  readonly #authorization: Secret | null;
  readonly #secret: string | null;
  readonly #isSealed: boolean;
  readonly #clock: WallClock;

  /**
   * @param parts.secret signs what is sent; null for no signature
   * @param parts.authorization the header by which one logs in; null for none
   * @param parts.isSealed whether the key is not at hand: what is to be sent waits for it
   */
  constructor(parts: {
    url: string;
    secret: string | null;
    authorization?: string | null;
    isSealed?: boolean;
    clock: WallClock;
  }) {
    this.name = `webhook ${new URL(parts.url).host}`;
    this.#url = new URL(parts.url);
    this.#authorization = parts.authorization == null ? null : new Secret(parts.authorization);
    this.#secret = parts.secret;
    this.#isSealed = parts.isSealed === true;
    this.#clock = parts.clock;
  }

  async deliver(message: NotificationMessage, signal: AbortSignal): Promise<Outcome> {
    if (this.#isSealed) throw this.#sealed();
    const body = JSON.stringify(payloadOf(message));
    const answer = await this.#post(body, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    const { status, retryAfter } = answer;
    if (status >= 200 && status < 300) return taken;
    const what = say('notify.answered', { receiver: this.name, status });
    if (!mayChange(status)) return { kind: 'refused', reason: refusal(what) };
    const waitMs = retryAfterMs(retryAfter, this.#clock.now());
    return { kind: 'later', reason: this.#notTaken(what), waitMs };
  }

  async #post(body: string, signal: AbortSignal): Promise<PostAnswer> {
    // To load it takes as long as to start: Node's HTTP client brings all of `fetch`, too.
    const { post } = await import('./http-post.ts');
    try {
      return await post(this.#url, this.#headers(body), body, signal);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : '';
      // The address of a proxy may have a password.
      const detail = withoutPasswords(reason, proxies());
      throw this.#notTaken(say('notify.unreachable', { receiver: this.name, detail }), cause);
    }
  }

  #headers(body: string): Record<string, string> {
    const timestamp = String(Math.floor(this.#clock.now() / 1000));
    const headers = {
      ...{ 'content-type': 'application/json', 'streamchecker-timestamp': timestamp },
      ...(this.#authorization !== null && { authorization: this.#authorization.reveal() }),
    };
    if (this.#secret === null) return headers;
    return { ...headers, 'streamchecker-signature': signatureOf(this.#secret, timestamp, body) };
  }

  #sealed(): MonitorError {
    return new MonitorError('settings/no-keyring', say('notify.keySealed', { receiver: this.name }), {
      remedy: say('notify.remedy.unlock'),
      retriable: true,
    });
  }

  #notTaken(message: Phrase, cause?: unknown): MonitorError {
    return new MonitorError('alerts/not-told', message, {
      remedy: say('notify.remedy.sentAgain'),
      retriable: true,
      cause,
    });
  }
}
