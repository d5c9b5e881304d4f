import * as v from 'valibot';
import { type Memory, recall, remember } from './memory.ts';

/** The panel's pages. */
export type PanelPage = 'output' | 'problems';

const placeSchema = v.strictObject({
  view: v.string(),
  sideBarOpen: v.boolean(),
  sideBarPx: v.pipe(v.number(), v.integer()),
  panelOpen: v.boolean(),
  panelPx: v.pipe(v.number(), v.integer()),
  panelPage: v.picklist(['output', 'problems']),
});
type Place = v.InferOutput<typeof placeSchema>;

const first: Place = {
  view: 'overview',
  sideBarOpen: true,
  sideBarPx: 288,
  panelOpen: false,
  panelPx: 180,
  panelPage: 'problems',
};
const key = 'layout';

/** In a window that is narrower than this, in CSS pixels, the side bar lies over the view while it is open. */
export const narrowPx = 720;

/** Bounds of the resizable parts, in CSS pixels. */
export const sideBarBounds = { least: 200, most: 420 } as const;
export const panelBounds = { least: 90, most: 320 } as const;

/** Where everything is: the shown view, which parts are open, and how large they are. Remembered. */
export class Layout {
  #place = $state.raw<Place>(first);
  #isOver = $state(false);
  readonly #memory: Memory;
  readonly #isNarrow: () => boolean;

  /** @param isNarrow whether the window is too narrow for a side bar beside the view */
  constructor(memory: Memory, isNarrow: () => boolean) {
    this.#memory = memory;
    this.#isNarrow = isNarrow;
    const place = recall(memory, key, placeSchema, first);
    this.#place = { ...place, ...within(place) };
  }

  get view(): string {
    return this.#place.view;
  }

  get sideBarOpen(): boolean {
    return this.#isNarrow() ? this.#isOver : this.#place.sideBarOpen;
  }

  /** Whether the side bar lies over the view: then it is closed again once the person goes on in the view. */
  get sideBarIsOver(): boolean {
    return this.#isNarrow() && this.#isOver;
  }

  get sideBarPx(): number {
    return this.#place.sideBarPx;
  }

  get panelOpen(): boolean {
    return this.#place.panelOpen;
  }

  get panelPx(): number {
    return this.#place.panelPx;
  }

  get panelPage(): PanelPage {
    return this.#place.panelPage;
  }

  show(view: string): void {
    this.#isOver = false;
    this.#change({ view });
  }

  toggleSideBar(): void {
    if (this.#isNarrow()) this.#isOver = !this.#isOver;
    else this.#change({ sideBarOpen: !this.sideBarOpen });
  }

  /** Closes a side bar that lies over the view. */
  uncover(): void {
    this.#isOver = false;
  }

  togglePanel(): void {
    this.#change({ panelOpen: !this.panelOpen });
  }

  showPanel(panelPage: PanelPage): void {
    this.#change({ panelOpen: true, panelPage });
  }

  resizeSideBar(sideBarPx: number): void {
    this.#change(within({ ...this.#place, sideBarPx }));
  }

  resizePanel(panelPx: number): void {
    this.#change(within({ ...this.#place, panelPx }));
  }

  #change(change: Partial<Place>): void {
    this.#place = { ...this.#place, ...change };
    remember(this.#memory, key, this.#place);
  }
}

const within = ({ sideBarPx, panelPx }: Place): Pick<Place, 'sideBarPx' | 'panelPx'> => ({
  sideBarPx: clamp(sideBarPx, sideBarBounds),
  panelPx: clamp(panelPx, panelBounds),
});

const clamp = (px: number, { least, most }: { least: number; most: number }): number =>
  Math.round(Math.min(most, Math.max(least, px)));
