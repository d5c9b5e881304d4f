import { capture } from './capture.ts';
import { command } from './command.ts';
import { doctor } from './doctor.ts';
import { engine } from './engine.ts';
import { internal } from './internal.ts';
import { limitDefects } from './limit-defects.ts';
import { limits } from './limits.ts';
import { lists } from './lists.ts';
import { postgres } from './postgres.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { store } from './store.ts';
import { stream } from './stream.ts';
import { values } from './values.ts';

/** German: what the product says outside the texts of its windows. */
export const de = {
  ...capture,
  ...command,
  ...doctor,
  ...engine,
  ...internal,
  ...limitDefects,
  ...limits,
  ...lists,
  ...postgres,
  ...settings,
  ...shell,
  ...store,
  ...stream,
  ...values,
};
