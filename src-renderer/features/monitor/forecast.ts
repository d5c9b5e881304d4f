import type { LimitProjection } from '../../../src-main/common/model/alerts.ts';
import { countdownText } from '../../format.ts';
import { t } from '../../texts/texts.ts';
import { scopeText } from '../../words.ts';

/**
 * The limit that will be breached first if the traffic goes on as it is, in words; undefined where none will be in
 * this window, or its alert is firing already.
 */
export function forecastText(projection: readonly LimitProjection[], nowMs: number): string | undefined {
  const ahead = projection.flatMap(({ limit, standing, forecast }) => {
    const breachMs = standing === 'firing' ? null : (forecast?.breachMs ?? null);
    return breachMs !== null && breachMs > nowMs ? [{ limit, breachMs }] : [];
  });
  const [first] = ahead.sort((a, b) => a.breachMs - b.breachMs);
  if (!first) return undefined;
  const scope = scopeText(first.limit);
  const text = t().current.forecast[first.limit.name](countdownText(first.breachMs - nowMs));
  return scope === '' ? text : t().labelled(scope, text);
}
