import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { Layout, panelBounds, sideBarBounds } from '../../../src-renderer/state/layout.svelte.ts';
import type { Memory } from '../../../src-renderer/state/memory.ts';
import { Output, outputBound } from '../../../src-renderer/state/output.svelte.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { FakeBridge } from './fake-bridge.ts';
import { nowMs, sampleAlert, sampleStatus, sampleWindow } from './samples.ts';

/** As the browser's local storage. */
const memoryOf = (values = new Map<string, string>()): Memory => ({
  getItem: (key) => values.get(key) ?? null,
  setItem: (key, value) => void values.set(key, value),
});

const isWide = (): boolean => false;

describe('the layout', () => {
  test('is remembered', () => {
    const memory = memoryOf();
    const layout = new Layout(memory, isWide);
    layout.show('pairs');
    layout.toggleSideBar();
    layout.resizeSideBar(300);
    layout.showPanel('output');
    const again = new Layout(memory, isWide);
    expect(again).toMatchObject({ view: 'pairs', sideBarOpen: false, sideBarPx: 300 });
    expect(again).toMatchObject({ panelOpen: true, panelPage: 'output' });
  });

  test('lays the side bar over the view in a narrow window, for as long as the person looks at it', () => {
    let isNarrow = true;
    const layout = new Layout(memoryOf(), () => isNarrow);
    expect(layout.sideBarOpen).toBe(false);
    layout.toggleSideBar();
    expect(layout).toMatchObject({ sideBarOpen: true, sideBarIsOver: true });
    layout.show('pairs');
    expect(layout.sideBarOpen).toBe(false);
    layout.toggleSideBar();
    layout.uncover();
    isNarrow = false;
    expect(layout).toMatchObject({ sideBarOpen: true, sideBarIsOver: false });
  });

  test('keeps its parts within their bounds', () => {
    const layout = new Layout(memoryOf(), isWide);
    layout.resizeSideBar(1);
    layout.resizePanel(5_000);
    expect(layout.sideBarPx).toBe(sideBarBounds.least);
    expect(layout.panelPx).toBe(panelBounds.most);
  });

  test.each(['{', '{"view":7}', 'null'])(
    'begins anew where what was remembered is damaged: %s',
    (damaged) => {
      expect(new Layout(memoryOf(new Map([['layout', damaged]])), isWide)).toMatchObject({
        view: 'overview',
      });
    },
  );
});

describe('the output', () => {
  const open = (): { bridge: FakeBridge; output: Output } => {
    const bridge = new FakeBridge();
    return { bridge, output: new Output({ ...createClient(bridge), clock: { now: () => epochMs(nowMs) } }) };
  };

  test('tells of windows, alerts and the engine', () => {
    const { bridge, output } = open();
    bridge.fire('windowClosed', sampleWindow(0, { closed: true, revision: 0 }));
    bridge.fire('alertChanged', sampleAlert());
    bridge.fire('engineStateChanged', { state: 'restarting', problem: 'It died' });
    expect(output.lines.map(({ part, severity }) => [part, severity])).toEqual([
      ['window', 'info'],
      ['alert', 'error'],
      ['engine', 'warning'],
    ]);
    output.clear();
    expect(output.lines).toEqual([]);
  });

  test('tells a state of the capture once', () => {
    const { bridge, output } = open();
    for (let second = 0; second < 3; second += 1) bridge.fire('statusChanged', sampleStatus());
    expect(output.lines.map(({ text }) => text)).toEqual(['Capture: Capturing']);
  });

  test('keeps the newest lines only', () => {
    const { output } = open();
    for (let i = 0; i < outputBound + 5; i += 1) output.write('engine', 'info', String(i));
    expect(output.lines).toHaveLength(outputBound);
    expect(output.lines.at(-1)?.text).toBe(String(outputBound + 4));
  });

  test('ends its subscriptions', () => {
    const { bridge, output } = open();
    output.dispose();
    expect(bridge.listenerCount).toBe(0);
  });
});
