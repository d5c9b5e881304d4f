import { app, type Session, session, type WebContents } from 'electron';
import { isOwnOrigin } from './app-origin.ts';

/** Shuts every door that our pages don't need, for all windows that will ever be. */
export function secureApp(): void {
  app.on('web-contents-created', (_event, contents) => secureContents(contents));
  secureSession(session.defaultSession);
}

function secureContents(contents: WebContents): void {
  const keepInside = (event: Electron.Event<{ url: string }>): void => {
    if (!isOwnOrigin(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', keepInside);
  contents.on('will-frame-navigate', keepInside);
  contents.on('will-redirect', keepInside);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** No page gets a permission: whatever needs one is done by the main process. */
function secureSession(own: Session): void {
  own.setPermissionCheckHandler(() => false);
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setDevicePermissionHandler(() => false);
  own.on('will-download', (event) => event.preventDefault());
}
