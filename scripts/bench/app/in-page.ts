/** What runs in the window. */
import type { Page } from 'playwright-core';

/** Resolves when the window's first total is drawn. */
export async function firstTotal(page: Page): Promise<void> {
  await page.getByTestId('window-total').first().waitFor();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))));
}

export async function showView(page: Page, view: string): Promise<void> {
  const button = page.getByTestId(`go-${view}`);
  if ((await button.getAttribute('aria-current')) === null) await button.click();
}

/** From the click on a range of the history to the frame that has its bars, so many of them, in ms. */
export function timeToDraw(
  page: Page,
  range: string,
  bars: { readonly least: number; readonly most: number },
): Promise<number> {
  return page.evaluate(
    async ({ range, bars: { least, most } }) => {
      const history = document.querySelector<HTMLElement>('[data-testid=history]')!;
      const button = [...history.querySelectorAll('button')].find(
        ({ textContent }) => textContent === range,
      )!;
      const isThere = (): boolean => {
        const bars = Number(history.dataset.bars);
        return least <= bars && bars <= most;
      };
      const begun = performance.now();
      button.click();
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (!isThere()) return;
          observer.disconnect();
          resolve();
        };
        const observer = new MutationObserver(look);
        observer.observe(history, { attributes: true });
        look();
      });
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      return performance.now() - begun;
    },
    { range, bars },
  );
}

/** Drags the chart to and fro, a step in each frame, for so long; returns how many frames there were in a second. */
export function panRate(page: Page, durationMs: number): Promise<number> {
  return page.evaluate(async (durationMs) => {
    const chart = document.querySelector<HTMLElement>('[data-testid=history] [data-testid=chart]')!;
    const { left, top, width, height } = chart.getBoundingClientRect();
    const point = (type: string, x: number): void =>
      void chart.dispatchEvent(
        new PointerEvent(type, { bubbles: true, button: 0, clientX: left + x, clientY: top + height / 2 }),
      );
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const begun = await frame();
    point('pointerdown', width / 2);
    let frames = 0;
    let now = begun;
    while (now - begun < durationMs) {
      point('pointermove', width / 2 + (width / 4) * Math.sin((now - begun) / 400));
      now = await frame();
      frames += 1;
    }
    chart.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    return (frames * 1000) / (now - begun);
  }, durationMs);
}

/** The longest tasks of the window's own thread in the time to come, in ms; those below 50 ms are not told. */
export function longTasks(page: Page, durationMs: number): Promise<number[]> {
  return page.evaluate(async (durationMs) => {
    const lengths: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) lengths.push(duration);
    });
    observer.observe({ type: 'longtask' });
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    observer.disconnect();
    return lengths;
  }, durationMs);
}
