import * as v from 'valibot';
import { writtenInstant } from '../../src-main/common/contract/fields.ts';
import { directions } from '../../src-main/common/direction.ts';
import { comparisons, scopeParts } from '../../src-main/common/model/totals.ts';
import { pairOrders } from '../../src-main/common/model/windows.ts';
import { epochMs } from '../../src-main/common/units.ts';
import type { App } from '../state/app.svelte.ts';
import { totalPeriods } from './totals/totals-page.svelte.ts';
import { everything } from '../ui/groups.ts';
import { type Memory, recall, remember } from '../state/memory.ts';

const key = 'place';
const instant = v.pipe(v.number(), v.safeInteger(), v.transform(epochMs));

const placeSchema = v.object({
  overview: v.object({ range: v.number(), heldEndMs: v.nullable(instant), selectedMs: v.nullable(instant) }),
  history: v.object({
    ...{ startMs: instant, endMs: instant, isLive: v.boolean(), comparesWeek: v.boolean() },
    scope: v.nullable(v.object({ host: v.string(), peer: v.nullable(v.string()) })),
    agent: v.optional(v.nullable(v.string()), null),
  }),
  totals: v.object({
    ...{ per: v.picklist(totalPeriods), count: v.number(), untilMs: v.nullable(instant) },
    scope: v.nullable(v.object({ host: v.string(), peer: v.nullable(v.string()) })),
    ...{ part: v.picklist(scopeParts), direction: v.nullable(v.picklist(directions)) },
    compare: v.nullable(v.union([v.picklist(comparisons), writtenInstant])),
  }),
  pairs: v.object({
    order: v.picklist(pairOrders),
    ...{ descending: v.boolean(), filter: v.string(), pickedMs: v.nullable(instant) },
  }),
  alerts: v.object({
    ...{ state: v.picklist(['all', 'firing', 'resolved']), query: v.string() },
    subject: v.optional(v.string(), everything),
    order: v.nullable(v.object({ column: v.string(), descending: v.boolean() })),
  }),
  limits: v.optional(v.object({ terms: v.string(), traffic: v.string() }), {
    ...{ terms: everything, traffic: everything },
  }),
  openAlert: v.optional(v.nullable(v.string()), null),
  drafts: v.optional(v.array(v.tuple([v.string(), v.string()])), []),
  welcome: v.optional(v.nullable(v.picklist(['asked', 'unasked'])), null),
  settingsQuery: v.string(),
  dismissed: v.array(v.string()),
  replayId: v.nullable(v.number()),
  scrollPx: v.number(),
});

/** What the person had chosen and where they were, beyond the layout: kept while the window is let go. */
export type KeptPlace = v.InferOutput<typeof placeSchema>;

/** Remembers the place for the window that comes after this one. */
export function keepPlace(app: App, memory: Memory, scrollPx: number): void {
  const { history, selection, historyRange, pairList, alertsPage, totalsPage: totals } = app;
  const place: KeptPlace = {
    overview: { range: history.range, heldEndMs: history.heldEndMs, selectedMs: selection.startMs },
    history: {
      ...{ startMs: historyRange.startMs, endMs: historyRange.endMs, isLive: historyRange.isLive },
      ...{ comparesWeek: historyRange.comparesWeek, scope: historyRange.scope },
      agent: historyRange.agent,
    },
    totals: {
      ...{ per: totals.per, count: totals.count, untilMs: totals.untilMs, scope: totals.scope },
      ...{ part: totals.part, direction: totals.direction, compare: totals.compare },
    },
    pairs: {
      ...{ order: pairList.order, descending: pairList.descending },
      ...{ filter: pairList.filter, pickedMs: pairList.pickedMs },
    },
    alerts: {
      ...{ state: alertsPage.state, query: alertsPage.query, subject: alertsPage.subject },
      order: alertsPage.order,
    },
    limits: { terms: app.limitGroups.terms, traffic: app.limitGroups.traffic },
    openAlert: app.openAlert.id,
    drafts: [...app.openAlert.drafts],
    welcome: app.welcome.kept,
    settingsQuery: app.settingsPage.query,
    dismissed: [...app.problemBoard.dismissed],
    replayId: app.captureFiles.status?.id ?? null,
    scrollPx,
  };
  remember(memory, key, place);
}

/**
 * Takes up the place of the window before this one; to be called before anything is drawn or fetched.
 *
 * @returns how far its view was scrolled
 */
export function takePlace(app: App, memory: Memory): number {
  const place = recall(memory, key, v.nullable(placeSchema), null);
  if (place === null) return 0;
  remember(memory, key, null);
  const { overview, history, pairs } = place;
  app.history.resume(overview.range, overview.heldEndMs);
  app.selection.startMs = overview.selectedMs;
  const { isLive, startMs, endMs, ...others } = history;
  Object.assign(app.historyRange, others);
  app.historyRange.resume(startMs, endMs, isLive);
  Object.assign(app.totalsPage, place.totals);
  Object.assign(app.pairList, pairs);
  Object.assign(app.alertsPage, place.alerts);
  Object.assign(app.limitGroups, place.limits);
  for (const [id, text] of place.drafts) app.openAlert.drafts.set(id, text);
  if (place.openAlert !== null) void app.openAlert.open(place.openAlert);
  if (place.welcome !== null) app.welcome.resume(place.welcome);
  app.settingsPage.query = place.settingsQuery;
  for (const id of place.dismissed) app.problemBoard.dismissed.add(id);
  app.captureFiles.seenId = place.replayId;
  return place.scrollPx;
}
