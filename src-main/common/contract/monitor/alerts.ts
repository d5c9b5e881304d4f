import * as v from 'valibot';
import { directions } from '../../direction.ts';
import { type AlertComment, type AlertExplanation, commentBound } from '../../model/alert-answer.ts';
import {
  type Alert,
  type Mute,
  type NotificationMessage,
  receiverKinds,
  type ReceiverTest,
} from '../../model/alerts.ts';
import { call, event, gives, givesNothing } from '../contract.ts';
import { count, instant, network, nothing, offset, text } from '../fields.ts';

const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** Alerts, what people do about them, and who is notified. */
export const alertCalls = {
  /** The newest alerts, newest first. */
  listAlerts: call(v.strictObject({ count: count(10_000) }), gives<readonly Alert[]>()),
  /** Some of the alerts that are firing, the newest first; how many there are is in the status. */
  listFiring: call(v.strictObject({ offset, count: count(1000) }), gives<readonly Alert[]>()),
  /** Who made an alert, what changed when it began, and what people wrote; `count` pairs of each kind. */
  explainAlert: call(v.strictObject({ id, count: count(1000) }), gives<AlertExplanation>()),
  /** Stores what the person writes about an alert; it says something. */
  commentAlert: call(v.strictObject({ id, text: text(commentBound) }), gives<AlertComment>()),
  /** Records that someone looks after an alert: it is not repeated. */
  acknowledgeAlert: call(v.strictObject({ id, comment: text(1000) }), gives<Alert>()),
  /** Nobody is notified of the alert until then; if it is still firing, they are notified again. Null ends the snooze. */
  snoozeAlert: call(v.strictObject({ id, untilMs: v.nullable(instant) }), gives<Alert>()),
  /** Nobody is notified of the alerts in the scope, until an instant or for ever (null): of limits, or of one agent. */
  muteScope: call(
    v.strictObject({
      limitName: v.nullable(v.picklist(['min', 'max'])),
      source: network,
      destination: network,
      direction: v.nullable(v.picklist(directions)),
      agent: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(256))),
      untilMs: v.nullable(instant),
    }),
    gives<Mute>(),
  ),
  unmute: call(v.strictObject({ id: v.pipe(v.number(), v.safeInteger()) }), givesNothing),
  /** The mutes that are in force, the newest last. */
  listMutes: call(nothing, gives<readonly Mute[]>()),
  /**
   * What the desktop has not raised yet, in order, many alerts of one window as one; each stays until
   * `notificationDelivered`.
   */
  pendingNotifications: call(nothing, gives<readonly NotificationMessage[]>()),
  /** The desktop has raised it. Below 0 for what could not be stored. */
  notificationDelivered: call(
    v.strictObject({ sequence: v.pipe(v.number(), v.safeInteger()) }),
    givesNothing,
  ),
  /** Sends a test message to the receivers of a kind. */
  testReceivers: call(v.strictObject({ kind: v.picklist(receiverKinds) }), gives<readonly ReceiverTest[]>()),
} as const;

export const alertEvents = {
  /** An alert fired or was resolved. */
  alertChanged: event<Alert>(),
  /** Someone acknowledged, snoozed, muted or commented an alert, or a mute of it is over. */
  alertHandled: event<Alert>(),
  /**
   * What the desktop is to raise next, oldest first, as `pendingNotifications` answers; by then it is stored. Repeated until
   * it is delivered; empty where it can't be read now.
   */
  notificationsAdded: event<readonly NotificationMessage[]>(),
  mutesChanged: event<readonly Mute[]>(),
} as const;
