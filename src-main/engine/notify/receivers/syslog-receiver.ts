import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { MonitorError } from '../../../common/errors.ts';
import type { NotificationKind, NotificationMessage } from '../../../common/model/alerts.ts';
import { type Outcome, type PeopleReceiver, taken } from '../delivery-stage.ts';
import { isoTime } from '../../../common/alert-json.ts';
import { refusal } from '../refusal.ts';
import { sentenceOf } from './notification-payload.ts';

/** Where a syslog server listens. */
export interface SyslogTarget {
  readonly protocol: 'udp' | 'tcp';
  readonly host: string;
  readonly port: number;
}

/** How long a server may take to accept a message. */
const timeoutMs = 10_000;
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

/** Sends each message to a syslog server. UDP gives no word of what was lost on the way. */
export class SyslogReceiver implements PeopleReceiver {
  readonly name: string;
  readonly isRecord = false;
  readonly #target: SyslogTarget;

  constructor(target: SyslogTarget) {
    this.name = `syslog ${target.protocol}://${target.host}:${target.port}`;
    this.#target = target;
  }

  async deliver(notification: NotificationMessage, signal: AbortSignal): Promise<Outcome> {
    const message = Buffer.from(syslogMessage(notification, hostname(), process.pid));
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      if (this.#target.protocol === 'udp') await this.#sendDatagram(message);
      else await this.#sendStream(message, bounded);
      return taken;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      if ((cause as NodeJS.ErrnoException).code === 'EMSGSIZE')
        return { kind: 'refused', reason: refusal(`Too long for the ${this.name}: ${reason}`, cause) };
      throw new MonitorError('alerts/not-told', `The ${this.name} can't be reached: ${reason}`, {
        remedy: 'check the server; what waits is sent again',
        retriable: true,
        cause,
      });
    }
  }

  async #sendDatagram(message: Buffer): Promise<void> {
    const { host, port } = this.#target;
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    try {
      await new Promise<void>((resolve, reject) => {
        socket.send(message, port, host, (error) => (error ? reject(error) : resolve()));
      });
    } finally {
      socket.close();
    }
  }

  /** One connection a message, with its length before it (RFC 6587, 3.4.1). */
  async #sendStream(message: Buffer, signal: AbortSignal): Promise<void> {
    const { host, port } = this.#target;
    const socket = connect({ host, port });
    try {
      await once(socket, 'connect', { signal });
      socket.end(Buffer.concat([Buffer.from(`${message.length} `), message]));
      await once(socket, 'finish', { signal });
    } finally {
      if (signal.aborted) socket.destroy();
      else socket.destroySoon();
    }
  }
}
