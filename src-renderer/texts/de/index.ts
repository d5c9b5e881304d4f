import { counted } from '../counted.ts';
import type { Texts } from '../en/index.ts';
import { alertPage } from './alert-page.ts';
import { agents } from './agents.ts';
import { away } from './away.ts';
import { captureFiles } from './capture-files.ts';
import { frame } from './frame.ts';
import { history } from './history.ts';
import { hosts } from './hosts.ts';
import { limits } from './limits.ts';
import { overview } from './overview.ts';
import { pairs } from './pairs.ts';
import { pipeline } from './pipeline.ts';
import { report } from './report.ts';
import { quotas } from './quotas.ts';
import { settings } from './settings.ts';
import { settingChanges } from './setting-changes.ts';
import { states } from './states.ts';
import { totals } from './totals.ts';
import { updates } from './updates.ts';
import { welcome } from './welcome.ts';

/** German. */
export const de: Texts = {
  counts: {
    pairs: (n) => counted(n, 'Paar', 'Paare'),
    limits: (n) => counted(n, 'Grenze', 'Grenzen'),
    interfaces: (n) => counted(n, 'Schnittstelle', 'Schnittstellen'),
    otherInterfaces: (n) => counted(n, 'andere Schnittstelle', 'andere Schnittstellen'),
    rows: (n) => counted(n, 'Zeile', 'Zeilen'),
    packetNoun: (n) => (n === 1 ? 'Paket' : 'Pakete'),
    pairNoun: (n) => (n === 1 ? 'Paar' : 'Paare'),
  },
  time: {
    now: 'jetzt',
    in: (length) => `in ${length}`,
    ago: (length) => `vor ${length}`,
  },
  labelled: (what, text) => `${what}: ${text}`,
  ...alertPage,
  ...states,
  ...frame,
  ...overview,
  ...limits,
  ...pairs,
  ...history,
  ...hosts,
  ...captureFiles,
  ...agents,
  ...away,
  ...pipeline,
  ...quotas,
  ...report,
  ...settings,
  ...settingChanges,
  ...totals,
  ...updates,
  ...welcome,
};
