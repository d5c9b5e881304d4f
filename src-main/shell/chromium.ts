import { app } from 'electron';

/**
 * Keeps Chromium small; to be called before the app is ready. A window of text whose figures change once a second is
 * drawn well without a graphics card. The network is for looking at new versions only, and on Linux its process has no
 * sandbox that would be lost.
 */
export function configureChromium(hardwareAcceleration: boolean): void {
  if (!hardwareAcceleration) app.disableHardwareAcceleration();
  if (process.platform === 'linux')
    app.commandLine.appendSwitch('enable-features', 'NetworkServiceInProcess2');
}
