import { beforeEach } from 'vitest';
import { reloadPages } from '../desktop/desktop-app.ts';

/** What a first try left open must not fail the second one: it begins with the page as it is when it has been loaded. */
beforeEach(async ({ task }) => {
  if ((task.result?.retryCount ?? 0) > 0) await reloadPages();
});
