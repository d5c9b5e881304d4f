import type { WallClock } from '../../../common/clock.ts';
import type { AlertChannel } from '../channel-feed.ts';
import { CommandChannel } from './command-channel.ts';
import { SyslogChannel, type SyslogTarget } from './syslog-channel.ts';
import { WebhookChannel } from './webhook-channel.ts';

/** A way to be told, beside the desktop; plain data, so that it can cross processes. */
export type ChannelSettings =
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string | null }
  | ({ readonly kind: 'syslog' } & SyslogTarget)
  | { readonly kind: 'command'; readonly command: readonly [string, ...string[]] };

/** Builds the channel of its settings. */
export function channelOf(settings: ChannelSettings, clock: WallClock): AlertChannel {
  if (settings.kind === 'webhook') return new WebhookChannel({ ...settings, clock });
  if (settings.kind === 'syslog') return new SyslogChannel(settings);
  return new CommandChannel(settings.command);
}
