import { counted } from '../counted.ts';
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

/** English: the catalogue that every other one has to match, text by text. */
export const en = {
  counts: {
    pairs: (n: number) => counted(n, 'pair', 'pairs'),
    limits: (n: number) => counted(n, 'limit', 'limits'),
    interfaces: (n: number) => counted(n, 'interface', 'interfaces'),
    otherInterfaces: (n: number) => counted(n, 'other interface', 'other interfaces'),
    rows: (n: number) => counted(n, 'row', 'rows'),
    packetNoun: (n: number): string => (n === 1 ? 'packet' : 'packets'),
    pairNoun: (n: number): string => (n === 1 ? 'pair' : 'pairs'),
  },
  time: {
    now: 'now',
    in: (length: string) => `in ${length}`,
    ago: (length: string) => `${length} ago`,
  },
  /** A name, and what is said of it. */
  labelled: (what: string, text: string) => `${what}: ${text}`,
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

/** A catalogue: the same texts, in another language. */
export type Texts = typeof en;
