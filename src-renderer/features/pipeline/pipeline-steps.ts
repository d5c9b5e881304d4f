import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import type { GroupStatus, SpoolStatus } from '../../../src-main/common/model/stream.ts';
import { byteRateText, bytesText, countText, none, packetRateText, relativeText } from '../../format.ts';
import { t } from '../../texts/texts.ts';
import { captureStateWords } from '../../words.ts';
import { lostPackets } from '../../../src-main/common/loss.ts';
import { problemSentence } from '../../problem-words.ts';

/** One figure of a step. */
export interface StepFact {
  readonly name: string;
  readonly text: string;
  readonly tone: 'plain' | 'warning' | 'error';
}

/** A step of the flow, as a box. */
export interface PipelineStep {
  readonly id: 'interfaces' | 'log' | 'windows' | 'limits' | 'alerts';
  readonly icon: string;
  readonly title: string;
  /** What it does now. */
  readonly state: string;
  readonly tone: 'good' | 'warning' | 'bad' | 'neutral';
  readonly facts: readonly StepFact[];
  readonly problem: string | null;
}

const fact = (name: string, text: string, tone: StepFact['tone'] = 'plain'): StepFact => ({
  name,
  text,
  tone,
});

/** A count that is to be 0. */
const loss = (name: string, count: number): StepFact =>
  fact(name, countText(count), count > 0 ? 'warning' : 'plain');

/** The flow from packets to alerts, step by step. */
export const pipelineSteps = (status: MonitorStatus, nowMs: number): readonly PipelineStep[] => [
  interfacesStep(status),
  logStep(status, nowMs),
  windowsStep(status),
  limitsStep(status, nowMs),
  alertsStep(status),
];

function interfacesStep({ capture }: MonitorStatus): PipelineStep {
  const words = captureStateWords(capture.state);
  const { totals } = capture;
  const text = t().pipeline;
  return {
    ...{ id: 'interfaces', icon: 'plug', title: text.interfaces, state: words.text, tone: words.tone },
    facts: [
      fact(text.rate, byteRateText(capture.bytesPerSecond)),
      fact(text.packetRate, packetRateText(capture.packetsPerSecond)),
      fact(t().columns.packets, countText(totals.records)),
      capture.countsDrops
        ? loss(text.dropped, lostPackets(totals))
        : fact(text.dropped, t().capture.unknown, 'warning'),
      fact(t().capture.nonIp, countText(totals.nonIp)),
      loss(t().capture.malformed, totals.malformed),
      loss(t().capture.unsupportedLink, totals.unsupportedLink),
    ],
    problem: capture.problem && problemSentence(capture.problem),
  };
}

function logStep({ stream, deadLetters }: MonitorStatus, nowMs: number): PipelineStep {
  const text = t().pipeline;
  const lag = stream.partitions.reduce((sum, { lag: one }) => sum + (one ?? 0), 0);
  const isUp = stream.state === 'connected';
  return {
    ...{ id: 'log', icon: 'database', title: text.log, tone: isUp ? 'good' : 'warning' },
    state: stream.kind === 'embedded' ? text.embedded : `Kafka: ${text.streamStates[stream.state]}`,
    facts: [
      fact(text.published, countText(stream.publishedPerSecond)),
      fact(text.read, countText(stream.readPerSecond)),
      fact(text.lag, countText(lag)),
      ...(stream.spool ? spoolFacts(stream.spool, nowMs) : []),
      ...(stream.heldBack > 0 ? [fact(text.heldBack, countText(stream.heldBack))] : []),
      ...(stream.group ? [fact(text.group, roleText(stream.group))] : []),
      loss(text.deadLetters, deadLetters),
    ],
    problem: stream.problem && problemSentence(stream.problem),
  };
}

/** Which checker of the group notifies. */
function roleText({ role, active, standbys }: GroupStatus): string {
  const text = t().pipeline.groupRoles;
  if (role === 'joining') return text.joining;
  return role === 'active' ? text.active(standbys) : text.standby(active);
}

function spoolFacts({ records, bytes, oldestMs, droppedPackets }: SpoolStatus, nowMs: number): StepFact[] {
  const text = t().pipeline;
  return [
    fact(text.spool, countText(records)),
    ...(records > 0 ? [fact(text.spoolBytes, bytesText(bytes))] : []),
    ...(oldestMs === null ? [] : [fact(text.spoolAge, relativeText(Math.min(oldestMs, nowMs), nowMs))]),
    loss(text.spoolDropped, droppedPackets),
  ];
}

function windowsStep({ window, late, longestStallMs }: MonitorStatus): PipelineStep {
  const text = t().pipeline;
  const counts = window?.reconciliation;
  return {
    ...{
      id: 'windows',
      icon: 'graph',
      title: text.windows,
      tone: window ? 'good' : 'neutral',
      problem: null,
    },
    state: window ? text.summing : t().status.noWindow,
    facts: [
      fact(t().reconciliation.captured, counts ? countText(counts.captured) : none),
      fact(t().reconciliation.aggregated, counts ? countText(counts.aggregated) : none),
      loss(t().reconciliation.late, counts?.late ?? 0),
      loss(t().reconciliation.dropped, counts?.dropped ?? 0),
      fact(text.pairs, window ? countText(window.pairCount) : none),
      loss(text.lateEver, late),
      fact(text.longestStall, `${countText(longestStallMs)} ms`),
    ],
  };
}

function limitsStep({ limits }: MonitorStatus, nowMs: number): PipelineStep {
  const text = t().pipeline;
  const when = (ms: number | null): string => (ms === null ? none : relativeText(ms, nowMs));
  return {
    ...{
      id: 'limits',
      icon: 'law',
      title: t().limitList.title,
      problem: limits.problem && problemSentence(limits.problem),
    },
    tone: limits.problem ? 'warning' : limits.limitCount > 0 ? 'good' : 'neutral',
    state: limits.limitCount === 0 ? t().status.noLimits : t().counts.limits(limits.limitCount),
    facts: [
      fact(text.lastSync, when(limits.lastSyncMs)),
      fact(text.nextSync, when(limits.nextSyncMs === null ? null : Math.max(nowMs, limits.nextSyncMs))),
    ],
  };
}

function alertsStep({ firingCount }: MonitorStatus): PipelineStep {
  const text = t().pipeline;
  return {
    ...{ id: 'alerts', icon: 'bell', title: t().alertList.title, problem: null },
    tone: firingCount > 0 ? 'bad' : 'good',
    state: firingCount === 0 ? t().status.noAlerts : t().status.firing(firingCount),
    facts: [fact(text.firing, countText(firingCount), firingCount > 0 ? 'error' : 'plain')],
  };
}
