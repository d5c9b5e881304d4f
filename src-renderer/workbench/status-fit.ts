import type { StatusItem } from './status-items.ts';

type Id = StatusItem['id'];

/** From what is missed most to what is missed least. */
const byImportance: readonly Id[] = [
  'capture',
  'alerts',
  'window',
  'problems',
  'limits',
  'log',
  'update',
  'dropped',
];

/**
 * The entries of the status bar that are shown where there is room for so much: those that matter least are left out.
 * What is wrong is always shown.
 *
 * @param widths of the entries, in CSS pixels, as far as they are known
 */
export function itemsThatFit(
  items: readonly StatusItem[],
  widths: Readonly<Partial<Record<Id, number>>>,
  roomPx: number,
): ReadonlySet<Id> {
  const shown = new Set<Id>();
  let leftPx = roomPx;
  for (const { id, tone } of items.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    leftPx -= widths[id] ?? 0;
    if (leftPx >= 0 || tone === 'error') shown.add(id);
  }
  return shown;
}

const tones: readonly StatusItem['tone'][] = ['error', 'warning', 'plain'];

const rankOf = ({ id, tone }: StatusItem): number =>
  (id === 'capture' ? 0 : tones.indexOf(tone)) * byImportance.length + byImportance.indexOf(id);
