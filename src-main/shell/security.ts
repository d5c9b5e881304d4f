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

/** Our own pages may notify; nobody may do anything else. */
function secureSession(own: Session): void {
  own.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === 'notifications' && isOwnOrigin(origin),
  );
  own.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(permission === 'notifications' && details.isMainFrame && isOwnOrigin(details.requestingUrl));
  });
  own.setDevicePermissionHandler(() => false);
  own.on('will-download', (event) => event.preventDefault());
}
