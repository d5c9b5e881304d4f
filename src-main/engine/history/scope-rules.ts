import { containsNetwork, type Network, parseNetwork } from '../../common/address.ts';
import type { Alert } from '../../common/model/alerts.ts';
import type { ScopeRules } from '../../common/model/hosts.ts';
import { isFolded } from '../../common/model/windows.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import type { NamedNetworks } from '../../common/named-networks.ts';
import type { EpochMs } from '../../common/units.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { networksNamed } from './scope-sums.ts';

/** So many of the newest alerts are looked at: the thread has other work, too. */
export const alertsLookedAt = 20_000;

/** The two ends of some traffic, as a limit or a pair has them; null for any. */
interface Ends {
  readonly source: string | null;
  readonly destination: string | null;
}

/** Finds which limits and alerts are about a host, a network or a pair. */
export class ScopeMatter {
  readonly #host: readonly Network[];
  readonly #peer: readonly Network[] | null;
  readonly #networks: NamedNetworks;

  /** @throws MonitorError `request/invalid` for what is neither network nor group */
  constructor(scope: { host: string; peer: string | null }, networks: NamedNetworks) {
    this.#networks = networks;
    this.#host = networksNamed(scope.host, networks);
    this.#peer = scope.peer === null ? null : networksNamed(scope.peer, networks);
  }

  /** Whether one end names a part of the scope, or a network that holds it, and the other end is not against it. */
  isAbout({ source, destination }: Ends): boolean {
    if (source === null && destination === null) return false;
    const [from, to] = [source, destination].map((end) => (end === null ? null : this.#networksOf(end)));
    if (this.#peer !== null) return this.#passes(from!, to!) || this.#passes(to!, from!);
    return overlaps(this.#host, from!) || overlaps(this.#host, to!);
  }

  /** Whether an alert is about the scope, or one of the pairs that made it is of the scope. */
  isIn({ subject, topPairs }: Pick<Alert, 'subject' | 'topPairs'>): boolean {
    if (subject.kind !== 'limit') return false;
    return this.isAbout(subject.limit) || topPairs.some((pair) => !isFolded(pair) && this.isAbout(pair));
  }

  /** Whether traffic between the two ends of the scope passes between two others; null for any. */
  #passes(one: readonly Network[] | null, other: readonly Network[] | null): boolean {
    return (one === null || overlaps(this.#host, one)) && (other === null || overlaps(this.#peer!, other));
  }

  /** Addresses are many, and not worth being remembered as groups are. */
  #networksOf(text: string): readonly Network[] {
    return text.startsWith('@') ? this.#networks.networksOf(text) : [parseNetwork(text)];
  }
}

const overlaps = (some: readonly Network[], others: readonly Network[] | null): boolean =>
  others !== null &&
  some.some((one) => others.some((other) => containsNetwork(one, other) || containsNetwork(other, one)));

/**
 * The limits on a scope and the alerts about it, the newest first.
 *
 * @throws MonitorError `request/invalid` for what is neither network nor group
 */
export function readScopeRules(
  folder: DataFolder,
  series: Series,
  { host, peer, count }: Parameters<MonitorApi['getScopeRules']>[0],
  now: EpochMs,
): ScopeRules {
  const matter = new ScopeMatter({ host, peer }, folder.networks.named);
  const limits = folder.limits.current().filter((limit) => matter.isAbout(limit));
  const isIn = (alert: Alert): boolean => matter.isIn(alert);
  const { alerts, isWhole } = folder.alerts.newestOf(
    series.id,
    { count, lookedAt: alertsLookedAt, isIn },
    now,
  );
  return {
    ...{ limits: limits.slice(0, count), limitCount: limits.length },
    ...{ alerts, areAlertsAll: isWhole },
  };
}
