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

/** French. */
export const fr: Texts = {
  counts: {
    pairs: (n) => counted(n, 'paire', 'paires'),
    limits: (n) => counted(n, 'limite', 'limites'),
    interfaces: (n) => counted(n, 'interface', 'interfaces'),
    otherInterfaces: (n) => counted(n, 'autre interface', 'autres interfaces'),
    rows: (n) => counted(n, 'ligne', 'lignes'),
    packetNoun: (n) => (n < 2 ? 'paquet' : 'paquets'),
    pairNoun: (n) => (n < 2 ? 'paire' : 'paires'),
  },
  time: {
    now: 'maintenant',
    in: (length) => `dans ${length}`,
    ago: (length) => `il y a ${length}`,
  },
  labelled: (what, text) => `${what} : ${text}`,
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
