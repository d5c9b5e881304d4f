import type { RateSample } from '../../model/capture.ts';
import type { MonitorStatus } from '../../model/status.ts';
import type { Phrase } from '../../phrases/phrase.ts';
import type { SpaceUsed } from '../../space.ts';
import { call, event, gives, givesNothing } from '../contract.ts';
import { nothing } from '../fields.ts';

/** How the engine stands, and its capture. */
export const captureCalls = {
  getStatus: call(nothing, gives<MonitorStatus>()),
  /** Tries to capture at once, with a dialog of the system that asks the person for permission. */
  allowCapture: call(nothing, givesNothing),
  /**
   * Captures nothing until `resumeCapture`, or the engine's next start. Windows go on, and say that they were not captured
   * throughout.
   */
  pauseCapture: call(nothing, givesNothing),
  resumeCapture: call(nothing, givesNothing),
  /** Connects to the brokers anew. Answers with what was found, in a sentence; rejects with why they can't be used. */
  testBrokers: call(nothing, gives<Phrase>()),
  /** How much the history of the data folder is. */
  getSpace: call(nothing, gives<SpaceUsed>()),
} as const;

export const captureEvents = {
  statusChanged: event<MonitorStatus>(),
} as const;

/** What is announced to those who draw it. */
export const pictureEvents = {
  /** The rates of seconds whose statuses were not announced, as a newer one follows. */
  ratesSampled: event<readonly RateSample[]>(),
} as const;
