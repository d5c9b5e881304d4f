import { hostname } from 'node:os';
import type { Disposable } from '../../common/disposable.ts';
import type { Limit } from '../../common/model/limits.ts';
import type { StreamStatus } from '../../common/model/stream.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import { epochMs } from '../../common/units.ts';
import type { TrafficChecker } from '../alerts/traffic-checker.ts';
import type { Alerting } from '../api/alerting.ts';
import { Brokers } from '../log/kafka/brokers.ts';
import { CheckerElection } from '../log/kafka/checker-election.ts';
import { GroupOffsets } from '../log/kafka/group-offsets.ts';
import { type KafkaSettings, readTopic, topicBeside } from '../log/kafka/kafka-settings.ts';
import { longestLeaveMs, within } from '../log/kafka/within.ts';
import { AlertsTopic } from '../notify/alerts-topic.ts';
import type { Receiver } from '../notify/delivery-stage.ts';
import { progressOf } from '../notify/group-progress.ts';
import { GroupTurn } from '../notify/group-turn.ts';
import { LimitsTopic } from '../notify/limits-topic.ts';
import { NotifiedEvents } from '../notify/notified-events.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { say } from '../../common/phrases/say.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import { groupName, summedName } from './series-name.ts';
import type { EngineSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';

/**
 * The checkers that read one topic in one consumer group: each sums and judges all of it, and one of them notifies.
 */
export class CheckerGroup {
  readonly election: CheckerElection;
  readonly alertsTopic: AlertsTopic;
  readonly turn: GroupTurn;
  readonly #events: NotifiedEvents;
  readonly #offsets: GroupOffsets;
  /** Where a cluster sums, it has to know of which parts of the traffic. */
  readonly #limits: LimitsTopic | undefined;
  readonly #running = new AbortController();
  #run: Promise<void> = Promise.resolve();
  #noted: TrafficChecker['committed'] | undefined;

  constructor(settings: EngineSettings, stream: KafkaSettings, folder: DataFolder) {
    const { alertsTopic, creation, sums } = stream;
    const topic = readTopic(stream);
    const brokers = new Brokers(stream);
    const clock = systemClock;
    const agent = folder.settings.agentId();
    const group = groupName(stream, agent);
    const self = { agent, host: hostname(), identity: summedName(settings, topic) };
    this.election = new CheckerElection({ brokers, topic, group, clock, self });
    this.#events = new NotifiedEvents({ brokers, topic: alertsTopic, clock });
    this.alertsTopic = new AlertsTopic({
      ...{ brokers, topic: alertsTopic, creation, agent, group, clock },
      events: this.#events,
    });
    this.#offsets = new GroupOffsets({ brokers, group, topic });
    if (sums !== null) {
      const { replication } = creation;
      this.#limits = new LimitsTopic({
        brokers,
        topic: topicBeside(sums, 'limits'),
        group,
        replication,
        clock,
      });
    }
    this.turn = new GroupTurn({
      ...{ election: this.election, events: this.#events, outbox: folder.outbox, clock },
      shape: { sizeMs: settings.windowMs, slideMs: settings.slideMs },
      fence: () => this.alertsTopic.fence(),
      letGo: () =>
        void Promise.all([this.alertsTopic, this.#events, this.#offsets].map((one) => one.close())),
      readProgress: async () => progressOf(await this.#offsets.read()),
      topicReceiver: this.alertsTopic.name,
    });
  }

  /** What receives notifications, and when, where some receivers live in this process. */
  join(receivers: readonly Receiver[]): { readonly receivers: Receiver[]; readonly turn: GroupTurn } {
    return { receivers: [...receivers, this.alertsTopic], turn: this.turn };
  }

  /** Begins to find out whose turn it is to notify of what a checker finds. */
  start(alerting: Alerting, checker: TrafficChecker, limits: readonly Limit[]): Disposable[] {
    this.note(checker);
    this.noteLimits(limits, checker.networks);
    this.#run = this.#follow();
    return [
      this.turn.onChanged(() => alerting.turnChanged()),
      this.#events.onRead(({ type, subject, time }) => {
        if (type === 'streamchecker.alert.reminder')
          alerting.remindedElsewhere(subject, epochMs(Date.parse(time)));
      }),
    ];
  }

  /** To be called often. Notifications are made by commits alone. */
  note({ readSoFar, committed }: TrafficChecker): void {
    if (committed === this.#noted) return;
    this.#noted = committed;
    this.turn.note(readSoFar);
  }

  /** These limits hold from now on. */
  noteLimits(limits: readonly Limit[], networks: NamedNetworks): void {
    this.#limits?.set(limits, networks);
  }

  /** To be called each second: lets the group know how far this one has come, where it is the active one. */
  checkpointed({ committed, readSoFar: { topics } }: TrafficChecker): Promise<void> {
    const { positions, closedMs } = committed;
    return this.turn.checkpointed({ positions, topics, closedMs: closedMs === -Infinity ? null : closedMs });
  }

  /** Ends in bounded time, before membership ends: whoever follows finds all that was done. */
  async stop(checker: TrafficChecker): Promise<void> {
    await within(systemClock, longestLeaveMs, this.checkpointed(checker));
    await Promise.all([this.alertsTopic.close(), this.#limits?.close()]);
    this.#running.abort();
    await within(systemClock, longestLeaveMs, this.#run);
  }

  /** What is being asked when it ends is waited for: a connection that is closed while it is made would stay. */
  async #follow(): Promise<void> {
    await this.turn.run(this.#running.signal);
    await Promise.all([this.#events.close(), this.#offsets.close()]);
  }

  /** What people should know of this one's place in the group; that brokers can't be reached, the stream says. */
  noticesBeside({ state }: StreamStatus): Text[] {
    const { role, name, active } = this.election.status;
    const problem = this.#limits?.problem;
    const isSaid = state !== 'connected' && problem?.code === 'stream/unreachable';
    const unwritten = problem && !isSaid ? [say('stream.limitsUnwritten', { problem: problem.text })] : [];
    if (role !== 'standby') return unwritten;
    return [
      ...unwritten,
      active === null
        ? say('stream.standby', { group: name })
        : say('stream.standbyOf', { host: active, group: name }),
    ];
  }
}
