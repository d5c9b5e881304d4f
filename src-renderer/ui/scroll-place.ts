/** A view that comes back is filled within so many frames. */
const fillFrames = 60;

const isScroller = (element: Element): boolean =>
  element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY);

const scrollerOf = (view: Element | null): Element | undefined =>
  [...(view?.querySelectorAll('*') ?? [])].find(isScroller);

/** How far the shown view is scrolled, in CSS pixels. */
export const scrolledPx = (): number => scrollerOf(document.querySelector('main'))?.scrollTop ?? 0;

/** Keeps the shown view scrolled as far as it was while it fills, until the person does anything. */
export function scrollBack(px: number): void {
  if (px <= 0) return;
  const done = new AbortController();
  for (const type of ['wheel', 'pointerdown', 'keydown'])
    addEventListener(type, () => done.abort(), { signal: done.signal });
  const step = (framesLeft: number): void => {
    if (framesLeft === 0) done.abort();
    if (done.signal.aborted) return;
    const scroller = scrollerOf(document.querySelector('main'));
    if (scroller) scroller.scrollTop = px;
    requestAnimationFrame(() => step(framesLeft - 1));
  };
  step(fillFrames);
}
