import type { Attachment } from 'svelte/attachments';
import { plotInsets } from '../../charts/plot-options.ts';
import type { HistoryRange } from './history-range.svelte.ts';

/** Less movement than this is a click. */
const dragPx = 4;
const wheelZoom = 1.0015;

/** The wheel zooms around the pointer, dragging moves the range. A drag is not a click on what lies under it. */
export const zoomAndPan =
  (range: HistoryRange): Attachment<HTMLElement> =>
  (element) => {
    const widthPx = (): number => Math.max(1, element.clientWidth - plotInsets.leftPx - plotInsets.rightPx);
    let drag: { x: number; startMs: number; endMs: number; moved: boolean } | null = null;

    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const x = event.clientX - element.getBoundingClientRect().left - plotInsets.leftPx;
      const share = Math.min(1, Math.max(0, x / widthPx()));
      void range.zoom(wheelZoom ** event.deltaY, range.startMs + share * range.spanMs);
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button === 0)
        drag = { x: event.clientX, startMs: range.startMs, endMs: range.endMs, moved: false };
    };
    const onMove = (event: PointerEvent): void => {
      if (!drag || (!drag.moved && Math.abs(event.clientX - drag.x) < dragPx)) return;
      drag.moved = true;
      const shift = ((drag.x - event.clientX) / widthPx()) * (drag.endMs - drag.startMs);
      void range.show(drag.startMs + shift, drag.endMs + shift);
    };
    const onClick = (event: MouseEvent): void => {
      if (drag?.moved) event.stopPropagation();
      drag = null;
    };
    const onLeave = (): void => void (drag = null);

    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerleave', onLeave);
    element.addEventListener('click', onClick, { capture: true });
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerleave', onLeave);
      element.removeEventListener('click', onClick, { capture: true });
    };
  };
