import { app } from 'electron';

/** Of a picture that the processor draws, in pixels: a frame of the view that counts on is one or two such tiles. */
const tile = { width: 1280, height: 256 };

/**
 * Keeps Chromium small; to be called before the app is ready. A window of text whose figures change once a second is
 * drawn well without a graphics card. The network is for looking at new versions only, and on Linux its process has no
 * sandbox that would be lost.
 */
export function configureChromium(hardwareAcceleration: boolean): void {
  if (!hardwareAcceleration) drawInTiles();
  if (process.platform === 'linux')
    app.commandLine.appendSwitch('enable-features', 'NetworkServiceInProcess2');
}

/** Each tile is drawn by a task of its own, and copied to the window by another one: few wide ones wake fewer threads. */
function drawInTiles(): void {
  app.disableHardwareAcceleration();
  app.commandLine.appendSwitch('default-tile-width', String(tile.width));
  app.commandLine.appendSwitch('default-tile-height', String(tile.height));
  app.commandLine.appendSwitch('num-raster-threads', '1');
}
