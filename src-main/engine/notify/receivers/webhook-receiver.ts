import { createHmac } from 'node:crypto';
import { MonitorError } from '../../../common/errors.ts';
import type { AlertNotification } from '../../../common/model/alerts.ts';
import type { WallClock } from '../../../common/clock.ts';
import type { Receiver } from '../receiver-feed.ts';
import { payloadOf } from './notification-payload.ts';

/** How long a server may take for its answer. */
const timeoutMs = 10_000;

/** Signs a body as it is sent at a time (seconds since the epoch), so that neither can be changed or sent again later. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/** Posts each notification as JSON. Any answer but 2xx counts as not taken. */
export class WebhookReceiver implements Receiver {
  readonly name: string;
  readonly takesQuiet = false;
  readonly #url: string;
  readonly #secret: string | null;
  readonly #isSealed: boolean;
  readonly #clock: WallClock;

  /**
   * @param parts.secret signs what is sent; null for no signature
   * @param parts.isSealed whether the key is not at hand: what is to be sent waits for it
   */
  constructor(parts: { url: string; secret: string | null; isSealed?: boolean; clock: WallClock }) {
    this.name = `webhook ${new URL(parts.url).host}`;
    this.#url = parts.url;
    this.#secret = parts.secret;
    this.#isSealed = parts.isSealed === true;
    this.#clock = parts.clock;
  }

  async deliver(notification: AlertNotification, signal: AbortSignal): Promise<void> {
    if (this.#isSealed) throw this.#sealed();
    const body = JSON.stringify(payloadOf(notification));
    const response = await this.#post(body, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    await response.body?.cancel();
    if (!response.ok) throw this.#refused(`answered ${response.status}`);
  }

  async #post(body: string, signal: AbortSignal): Promise<Response> {
    try {
      // A redirect may lead anywhere: it is not followed.
      return await fetch(this.#url, {
        method: 'POST',
        headers: this.#headers(body),
        body,
        redirect: 'manual',
        signal,
      });
    } catch (cause) {
      const reason =
        cause instanceof Error ? ((cause.cause as Error | undefined)?.message ?? cause.message) : '';
      throw this.#refused(`can't be reached: ${reason}`, cause);
    }
  }

  #headers(body: string): Record<string, string> {
    const timestamp = String(Math.floor(this.#clock.now() / 1000));
    const headers = { 'content-type': 'application/json', 'streamchecker-timestamp': timestamp };
    if (this.#secret === null) return headers;
    return { ...headers, 'streamchecker-signature': signatureOf(this.#secret, timestamp, body) };
  }

  #sealed(): MonitorError {
    return new MonitorError('settings/no-keyring', `The keyring does not open the key of the ${this.name}`, {
      remedy: 'unlock the keyring, or enter the key again; what waits is sent then',
      retriable: true,
    });
  }

  #refused(what: string, cause?: unknown): MonitorError {
    return new MonitorError('alerts/not-told', `The ${this.name} ${what}`, {
      remedy: 'look at the server; what waits is sent again',
      retriable: true,
      cause,
    });
  }
}
