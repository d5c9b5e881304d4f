import type { AlertSettings } from '../notify/alert-settings.ts';
import type { AlertRules } from '../alerts/alert-rules.ts';
import type { NetworkSettings } from '../../common/home-networks.ts';
import type { LimitsRefresh } from '../../common/model/limits.ts';
import type { RetentionSettings } from '../history/retention.ts';
import type { KafkaSettings } from '../log/kafka/kafka-settings.ts';

/** What is summed, and how: shared by live traffic and replays. Plain data, so that it can cross processes. */
export interface CheckSettings {
  readonly windowMs: number;
  readonly slideMs: number;
  readonly latenessMs: number;
  /** Length of the intervals that the capture sums over. */
  readonly intervalMs: number;
  /** Capture filter (BPF); empty for none. */
  readonly filter: string;
  /** Addresses and networks of which one must match; none for any. */
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  /** When alerts fire and end. */
  readonly rules: AlertRules;
  /** Names of periods that people asked for, beside hours, days and months. */
  readonly periods?: readonly string[];
  /** Whose calendar they follow; the system's where it isn't named. */
  readonly timeZone?: string;
  /** Which networks are home, and which have names; the default where it is left out. */
  readonly networks?: NetworkSettings;
}

/** What can capture live traffic: the capture helper, the same with sums in the kernel, or the npm package `cap`. */
export type CaptureEngine = 'helper' | 'ebpf' | 'cap';

/** A topic of Apache Kafka. */
export type KafkaStreamSettings = { readonly kind: 'kafka' } & KafkaSettings;

/** Where flow records go between capture and windows. */
export type StreamSettings = { readonly kind: 'embedded' } | KafkaStreamSettings;

/** What is captured, and how. */
export interface CaptureSettings extends Pick<CheckSettings, 'intervalMs' | 'filter'> {
  /** Names of interfaces, or `auto`. */
  readonly interfaces: readonly string[];
  readonly captureEngine: CaptureEngine;
  /** Whether packets are captured that are not addressed to this machine. */
  readonly promiscuous: boolean;
  readonly stream: StreamSettings;
}

/** Settings of the engine on live traffic. */
export interface EngineSettings extends CheckSettings, CaptureSettings {
  readonly dataDir: string;
  /** Whether this engine captures; else it sums what others publish. */
  readonly captures: boolean;
  /** Agents that must be there in this run, beside those of the data folder. */
  readonly expectedAgents: readonly string[];
  /** Source of limits to follow; null for the one chosen before, or those imported. */
  readonly limitsSource: string | null;
  readonly refresh: LimitsRefresh;
  /** Whether a desktop app fetches the notifications of alerts. */
  readonly desktop: boolean;
  readonly alerts: AlertSettings;
  readonly retention: RetentionSettings;
}

/** Settings of a replay. */
export interface ReplaySettings extends CheckSettings {
  readonly networks: NetworkSettings;
  readonly files: readonly string[];
  /** Where the replay's windows are kept; null for a folder that goes when it ends. */
  readonly dataDir: string | null;
  readonly limitsSource: string | null;
  /** Data folder whose limits hold where no source is named. */
  readonly limitsDir: string;
}

/** How long after its end a live window can still be corrected by late records. */
export const correctionMs = 24 * 3_600_000;
