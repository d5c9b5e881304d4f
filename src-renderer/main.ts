import '@vscode/codicons/dist/codicon.css';
import 'uplot/dist/uPlot.min.css';
import './workbench/theme.css';
import './workbench/base.css';
import { mount } from 'svelte';
import { MediaQuery } from 'svelte/reactivity';
import type { Bridge } from '../src-main/common/bridge.ts';
import { browserClock } from './browser-clock.ts';
import { listenToKeyboard } from './commands/keyboard.ts';
import { App } from './state/app.svelte.ts';
import { narrowPx } from './state/layout.svelte.ts';
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
  ...{ bridge: window.streamchecker, clock: browserClock, memory: localStorage },
  ...{ isMac, language, isSeen: () => document.visibilityState === 'visible' },
  isNarrow: () => narrow.current,
});
// Theme and language are known before anything is drawn.
await app.preferences.load();
mount(Workbench, { target: document.body, props: { app } });
listenToKeyboard({
  isMac,
  isActive: () => document.querySelector('dialog[open]') === null,
  commands: () => app.commands,
  shortcuts: () => app.shortcuts,
});
void app.updates.load();
void app.monitor.start();
void app.captureFiles.start();
void app.tellOfNotifications();
