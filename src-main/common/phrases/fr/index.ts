import { alertLines } from './alert-lines.ts';
import { alerts } from './alerts.ts';
import { capture } from './capture.ts';
import { cells } from './cells.ts';
import { command } from './command.ts';
import { dialogs } from './dialogs.ts';
import { doctor } from './doctor.ts';
import { engine } from './engine.ts';
import { heads } from './heads.ts';
import { helpOptions } from './help-options.ts';
import { helpVerbs } from './help-verbs.ts';
import { internal } from './internal.ts';
import { lacks } from './lacks.ts';
import { limitDefects } from './limit-defects.ts';
import { limits } from './limits.ts';
import { lists } from './lists.ts';
import { postgres } from './postgres.ts';
import { printed } from './printed.ts';
import { report } from './report.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { store } from './store.ts';
import { stream } from './stream.ts';
import { terminal } from './terminal.ts';
import { titles } from './titles.ts';
import { tray } from './tray.ts';
import { usage } from './usage.ts';
import { values } from './values.ts';

/** French: what the product says outside the texts of its windows. */
export const fr = {
  ...alertLines,
  ...alerts,
  ...capture,
  ...cells,
  ...command,
  ...dialogs,
  ...doctor,
  ...engine,
  ...heads,
  ...helpOptions,
  ...helpVerbs,
  ...internal,
  ...lacks,
  ...limitDefects,
  ...limits,
  ...lists,
  ...postgres,
  ...printed,
  ...report,
  ...settings,
  ...shell,
  ...store,
  ...stream,
  ...terminal,
  ...titles,
  ...tray,
  ...usage,
  ...values,
};
