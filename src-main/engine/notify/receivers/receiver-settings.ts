import type { WallClock } from '../../../common/clock.ts';
import type { PeopleReceiver } from '../delivery-stage.ts';
import { CommandReceiver } from './command-receiver.ts';
import { SyslogReceiver, type SyslogTarget } from './syslog-receiver.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

/** A receiver of notifications, beside the desktop; plain data, so that it can cross processes. */
export type ReceiverSettings =
  | {
      readonly kind: 'webhook';
      readonly url: string;
      /** Signs what is posted; null for no signature. */
      readonly secret: string | null;
      /** The header by which one logs in; never shown. */
      readonly authorization?: string | null;
      /** Whether there is a key that the keyring does not open: nothing is posted without it. */
      readonly isSealed?: boolean;
    }
  | ({ readonly kind: 'syslog' } & SyslogTarget)
  | { readonly kind: 'command'; readonly command: readonly [string, ...string[]] };

/** Builds the receiver of its settings. */
export function receiverOf(settings: ReceiverSettings, clock: WallClock): PeopleReceiver {
  if (settings.kind === 'webhook') return new WebhookReceiver({ ...settings, clock });
  if (settings.kind === 'syslog') return new SyslogReceiver(settings);
  return new CommandReceiver(settings.command);
}
