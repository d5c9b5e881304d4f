import type { Attachment } from 'svelte/attachments';

/** Where the picture lies in the chart's element, in CSS pixels, and how bytes stand in it. */
export interface PlotFrame {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly shareOf: (bytes: number) => number;
  readonly bytesAt: (share: number) => number;
}

/** Less movement than this is a click. */
const dragPx = 3;

/** Nobody drags to the byte: three digits say as much as the picture does. */
const rounded = (bytes: number): number => Math.round(Number(bytes.toPrecision(3)));

const inReach = (bytes: number): number => Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, bytes));

/** How far above the chart's upper edge bytes stand; those above the picture at its edge. */
export const placeOf = ({ topPx, heightPx, shareOf }: PlotFrame, bytes: number): number =>
  topPx + heightPx * (1 - Math.min(1, shareOf(bytes)));

/** The value that a line has that far below the chart's upper edge. */
export function valueAt({ topPx, heightPx, bytesAt }: PlotFrame, yPx: number): number {
  const share = Math.min(1, Math.max(0, 1 - (yPx - topPx) / Math.max(1, heightPx)));
  return inReach(rounded(bytesAt(share)));
}

/** The value that a key moves a line to, by a step of its second digit, or by ten; undefined for other keys. */
export function valueAfterKey(key: string, bytes: number): number | undefined {
  const step = Math.max(1, 10 ** (Math.floor(Math.log10(Math.max(1, bytes))) - 1));
  const steps: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
  const count = steps[key];
  return count === undefined ? undefined : inReach(Math.round((bytes + count * step) / step) * step);
}

const keepToItself = (event: Event): void => event.stopPropagation();

interface DragTarget {
  /** Where the line is dragged to, in CSS pixels from the chart's upper edge. */
  readonly onDrag: (yPx: number) => void;
  readonly onDrop: () => void;
  readonly onCancel: () => void;
}

/**
 * Lets a line be dragged up and down; Escape ends it, and so does the loss of the focus. The chart below sees nothing of it:
 * there a drag moves the range.
 */
export const draggable =
  ({ onDrag, onDrop, onCancel }: DragTarget): Attachment<HTMLElement> =>
  (element) => {
    let from: { readonly y: number; moved: boolean } | null = null;
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      keepToItself(event);
      element.setPointerCapture(event.pointerId);
      from = { y: event.clientY, moved: false };
    };
    const onMove = (event: PointerEvent): void => {
      keepToItself(event);
      if (!from || (!from.moved && Math.abs(event.clientY - from.y) < dragPx)) return;
      from.moved = true;
      onDrag(event.clientY - (element.offsetParent?.getBoundingClientRect().top ?? 0));
    };
    const end = (tell: () => void): void => {
      if (from?.moved) tell();
      from = null;
    };
    const onUp = (event: PointerEvent): void => {
      keepToItself(event);
      end(onDrop);
    };
    const onLost = (): void => end(onCancel);
    /** The pointer stays captured, so that letting go of the button is no click into the chart. */
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !from) return;
      onLost();
      keepToItself(event);
    };
    const ending = new AbortController();
    const { signal } = ending;
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerup', onUp, { signal });
    element.addEventListener('pointercancel', onLost, { signal });
    element.addEventListener('blur', onLost, { signal });
    element.addEventListener('keydown', onKeyDown, { signal });
    element.addEventListener('click', keepToItself, { signal });
    return () => ending.abort();
  };
