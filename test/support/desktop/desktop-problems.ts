import { join, resolve } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { Desktop, TrayItem } from './desktop.ts';
import { type DesktopAppUnderTest, eventually } from './desktop-app.ts';

const pictures = resolve(import.meta.dirname, '../../../test-results/images');

/** A problem as it is shown in each place that shows one. */
export interface ShownProblem {
  /** Ids in the strip. */
  readonly strip: readonly string[];
  /** Ids in the strip that can be dismissed. */
  readonly dismissible: readonly string[];
  readonly sideBar: readonly string[];
  readonly statusBar: string;
  readonly tray: readonly string[];
}

/** What strip, side bar, status bar and tray say. */
export async function shownProblems(
  { page }: DesktopAppUnderTest,
  desktop: Desktop,
  item: TrayItem,
): Promise<ShownProblem> {
  const problems = page.getByTestId('problem');
  const ids = (): Promise<string[]> =>
    problems.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.problem!));
  return {
    strip: await ids(),
    dismissible: await problems
      .filter({ has: page.getByRole('button', { name: 'Dismiss' }) })
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.problem!)),
    sideBar: await page.getByTestId('side-bar-problems').locator('li').allInnerTexts(),
    statusBar: await page.getByRole('contentinfo', { name: 'Status' }).innerText(),
    tray: [...(await desktop.menuLabels(item)).values()],
  };
}

/** Waits until every place says `title` for the problem `id`, which nobody can dismiss. */
export async function untilAllSay(
  running: DesktopAppUnderTest,
  desktop: Desktop,
  item: TrayItem,
  { id, title, tray = title }: { id: string; title: string; tray?: string },
  withinMs = 20_000,
): Promise<void> {
  let seen: ShownProblem | undefined;
  const agree = async (): Promise<boolean> => {
    seen = await shownProblems(running, desktop, item);
    const { strip, dismissible, sideBar, statusBar } = seen;
    const inPage = strip.includes(id) && !dismissible.includes(id) && statusBar.includes(title);
    return inPage && sideBar.some((text) => text.trim() === title) && seen.tray.includes(tray);
  };
  await eventually(`all to say ${title}`, agree, withinMs).catch((thrown: unknown) => {
    throw new Error(`${String(thrown)}: ${JSON.stringify(seen)}`);
  });
}

/** Waits until no place says that anything is wrong. */
export async function untilNoneSays(
  running: DesktopAppUnderTest,
  desktop: Desktop,
  item: TrayItem,
  tray: string,
  withinMs = 30_000,
): Promise<void> {
  let seen: ShownProblem | undefined;
  const agree = async (): Promise<boolean> => {
    seen = await shownProblems(running, desktop, item);
    return seen.strip.length === 0 && seen.sideBar.length === 0 && seen.tray.includes(tray);
  };
  await eventually('nothing wrong', agree, withinMs).catch((thrown: unknown) => {
    throw new Error(`${String(thrown)}: ${JSON.stringify(seen)}`);
  });
}

/** Takes a picture in both themes and two sizes, for a person to look at. */
export async function pictureProblem({ app, page }: DesktopAppUnderTest, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
  ] as const) {
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    await eventually('the size', () => page.evaluate((wanted) => innerWidth === wanted, width));
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}x${height}.png`) });
    }
  }
}
