import '@vscode/codicons/dist/codicon.css';
import 'uplot/dist/uPlot.min.css';
import './workbench/theme.css';
import './workbench/base.css';
import { mount } from 'svelte';
import { MediaQuery } from 'svelte/reactivity';
import type { Bridge } from '../src-main/common/bridge.ts';
import { goingOn } from '../src-main/common/going-on.ts';
import { browserClock } from './browser-clock.ts';
import { features } from './features/features.ts';
import { listenToKeyboard } from './commands/keyboard.ts';
import { App } from './state/app.svelte.ts';
import { pageBridge } from './state/client.ts';
import { keepPlace, takePlace } from './features/kept-place.ts';
import { narrowPx } from './state/layout.svelte.ts';
import { scrollBack, scrolledPx } from './ui/scroll-place.ts';
import Workbench from './workbench/Workbench.svelte';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly streamchecker: Bridge;
  }
}

const isMac = navigator.userAgent.includes('Mac OS');
const { language } = navigator;
const narrow = new MediaQuery(`width < ${narrowPx}px`);
const app = new App({
  ...{ bridge: pageBridge(window.streamchecker, window), clock: browserClock, memory: localStorage },
  ...{ isMac, language, isSeen: () => document.visibilityState === 'visible' },
  isNarrow: () => narrow.current,
  features,
});
// Theme and language are known before anything is drawn.
await app.preferences.load();
// The window was let go while nobody saw it, or its code has changed in development: it goes on where it was.
const goesOn = location.hash === goingOn || import.meta.hot !== undefined;
const scrollPx = goesOn ? takePlace(app, localStorage) : 0;
mount(Workbench, { target: document.body, props: { app } });
scrollBack(scrollPx);
addEventListener('beforeunload', (event) => {
  // What is being written in a dialog would be lost.
  if (document.querySelector('dialog[open]:not([data-loses-nothing])') !== null) event.preventDefault();
  else keepPlace(app, localStorage, scrolledPx());
});
listenToKeyboard({
  isMac,
  isActive: () => document.querySelector('dialog[open]') === null,
  commands: () => app.commands,
  shortcuts: () => app.shortcuts,
});
void app.updates.load();
void app.monitor.start();
void app.captureFiles.start();
