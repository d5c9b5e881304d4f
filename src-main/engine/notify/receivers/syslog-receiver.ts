import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { MonitorError } from '../../../common/errors.ts';
import type { NotificationKind, NotificationMessage } from '../../../common/model/alerts.ts';
import { type Outcome, type PeopleReceiver, taken } from '../delivery-stage.ts';
import { isoTime } from '../../../common/alert-json.ts';
import { refusal } from '../refusal.ts';
import { say } from '../../../common/phrases/say.ts';
import { sentenceOf } from './notification-payload.ts';

/** Where a syslog server listens. */
export interface SyslogTarget {
  readonly protocol: 'udp' | 'tcp';
  readonly host: string;
  readonly port: number;
  /** What ends a message over TCP (RFC 6587): its length goes before it unless a line feed is chosen. */
  readonly framing?: 'line-feeds';
}

/** All addresses that a name has, the preferred one first. */
export type AddressLookup = (host: string) => Promise<readonly { address: string; family: number }[]>;

/** How long a server may take to accept a message. */
const timeoutMs = 10_000;
/** A server that closes its side of a connection has read all. One that doesn't may still reset it for so long. */
const closingMs = 2_000;
/** A machine where nothing listens says so for so long after a datagram. */
const refusingMs = 200;
/** Facility `daemon`. */
const facility = 3;
/** Error, warning, notice. */
const severities: Record<NotificationKind, number> = { firing: 3, reminder: 3, warning: 4, resolved: 5 };

/** A message of RFC 5424, without structured data. */
export function syslogMessage(message: NotificationMessage, host: string, pid: number): string {
  const priority = facility * 8 + severities[message.kind];
  const at = isoTime(message.atMs);
  return `<${priority}>1 ${at} ${host} streamchecker ${pid} ${message.kind} - ${sentenceOf(message)}`;
}

/**
 * Sends each message to a syslog server, at any of the addresses that its name has. What UDP loses on the way nobody
 * learns, except that nothing listens there.
 */
export class SyslogReceiver implements PeopleReceiver {
  readonly name: string;
  readonly isRecord = false;
  readonly #target: SyslogTarget;
  readonly #addressesOf: AddressLookup;

  constructor(target: SyslogTarget, addressesOf: AddressLookup = (host) => lookup(host, { all: true })) {
    this.#addressesOf = addressesOf;
    this.name = `syslog ${target.protocol}://${target.host}:${target.port}`;
    this.#target = target;
  }

  async deliver(notification: NotificationMessage, signal: AbortSignal): Promise<Outcome> {
    const message = Buffer.from(syslogMessage(notification, hostname(), process.pid));
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      if (this.#target.protocol === 'udp') await this.#sendToAny(message);
      else await this.#sendStream(message, bounded);
      return taken;
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      const receiver = this.name;
      if ((cause as NodeJS.ErrnoException).code === 'EMSGSIZE')
        return { kind: 'refused', reason: refusal(say('notify.tooLong', { receiver, detail }), cause) };
      throw new MonitorError('alerts/not-told', say('notify.unreachable', { receiver, detail }), {
        remedy: say('notify.remedy.sentAgain'),
        retriable: true,
        cause,
      });
    }
  }

  #framed(message: Buffer): Buffer {
    if (this.#target.framing === 'line-feeds') return Buffer.concat([message, Buffer.from('\n')]);
    return Buffer.concat([Buffer.from(`${message.length} `), message]);
  }

  /** A name may have addresses of both IP versions, of which one is not reached from here. */
  async #sendToAny(message: Buffer): Promise<void> {
    let failure = new Error('the name has no address');
    for (const { address, family } of await this.#addressesOf(this.#target.host)) {
      try {
        await this.#sendDatagram(message, address, family === 6 ? 'udp6' : 'udp4');
        return;
      } catch (thrown) {
        failure = thrown instanceof Error ? thrown : new Error(String(thrown));
      }
    }
    throw failure;
  }

  async #sendDatagram(message: Buffer, address: string, type: 'udp4' | 'udp6'): Promise<void> {
    const socket = createSocket(type);
    try {
      socket.connect(this.#target.port, address);
      await once(socket, 'connect');
      const refused = once(socket, 'error', { signal: AbortSignal.timeout(refusingMs) }).then(
        ([error]: Error[]) => error,
        () => undefined,
      );
      await new Promise<void>((resolve, reject) =>
        socket.send(message, (error) => (error ? reject(error) : resolve())),
      );
      const error = await refused;
      if (error !== undefined) throw error;
    } finally {
      socket.close();
    }
  }

  /** One connection a message (RFC 6587, 3.4): it counts as taken when the server has closed its side, too. */
  async #sendStream(message: Buffer, signal: AbortSignal): Promise<void> {
    const { host, port } = this.#target;
    const socket = connect({ host, port });
    try {
      await once(socket, 'connect', { signal });
      socket.resume();
      socket.end(this.#framed(message));
      await once(socket, 'finish', { signal });
      const closing = AbortSignal.timeout(closingMs);
      await once(socket, 'close', { signal: AbortSignal.any([signal, closing]) }).catch((thrown: unknown) => {
        if (!closing.aborted || signal.aborted) throw thrown;
      });
    } finally {
      if (signal.aborted) socket.destroy();
      else socket.destroySoon();
    }
  }
}
