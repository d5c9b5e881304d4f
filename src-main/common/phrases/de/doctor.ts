import { bytesText, countText } from '../../format.ts';
import type { doctor as english } from '../en/doctor.ts';
import type { Translation } from '../phrase.ts';

const german = { units: 'iec', language: 'de' } as const;
const bytes = (count: number): string => bytesText(count, german);
const counted = (count: number, one: string, many: string): string =>
  `${countText(count, german)} ${count === 1 ? one : many}`;

export const doctor: Translation<typeof english> = {
  // The word is the same in German.
  'doctor.bad': () => 'PROBLEM',
  'doctor.finding': '{check}: {found}',
  'doctor.check.runtime': 'Laufzeitumgebung',
  'doctor.check.helper': 'Helfer zum Aufzeichnen',
  'doctor.check.interfaces': 'Schnittstellen',
  'doctor.check.permission': 'Erlaubnis zum Aufzeichnen',
  'doctor.check.kernelSums': 'Summen im Kernel, für --capture-engine ebpf',
  'doctor.check.cap': 'cap, das zweite Aufzeichnungsprogramm',
  'doctor.check.folder': 'Datenordner',
  'doctor.check.brokers': 'Broker',
  'doctor.check.cluster': 'Cluster',
  'doctor.remedy': 'was zu tun ist: {remedy}',
  'doctor.interfaces': 'auto steht für {names}',
  'doctor.mayCapture': 'darf auf {name} aufzeichnen, {grant}',
  'doctor.mayCaptureKept': 'darf auf {name} aufzeichnen, {grant}; der Helfer läuft {restrictions}',
  'doctor.kernelSums': 'der Helfer darf sein Programm laden',
  'doctor.noKernelSums': 'nicht möglich. {reason}',
  'doctor.noKernelSumsRemedy': 'nicht möglich. {reason}. {remedy}',
  'doctor.kernelSumsNotTried': 'nicht versucht, da nichts aufgezeichnet werden darf',
  'doctor.cap': 'gebaut, für --capture-engine cap: {command}',
  'doctor.noCap': 'nicht benutzt: {reason}',
  'doctor.folder': ({ folder, ...space }) =>
    [
      `${folder}; ${bytes(space.fileBytes)}, davon ${bytes(space.freeBytes)} frei: Paare von `,
      `${counted(space.pairs, 'Fenster', 'Fenstern')} etwa ${bytes(space.pairsBytes)}, `,
      `${counted(space.windows, 'Fenster', 'Fenster')} etwa ${bytes(space.windowsBytes)}, `,
      `${counted(space.alerts, 'Alarm', 'Alarme')} etwa ${bytes(space.alertsBytes)}`,
      space.in90Days < 0 ? '' : `; so weiter, sind es nach 90 Tagen etwa ${bytes(space.in90Days)}`,
    ].join(''),
  'doctor.cluster.job': ({ job, version, window, sums, partitions }) =>
    `der Job ${job} (Version ${version}) summiert Fenster von ${window} in ${sums} (${counted(partitions, 'Partition', 'Partitionen')})`,
  'doctor.cluster.rest': ({ left, upTo }) =>
    `${left === 0 ? 'alles ist summiert' : `${counted(left, 'Satz ist', 'Sätze sind')} noch zu summieren`}${upTo === '' ? '' : `, bis ${upTo}`}`,
  'doctor.cluster.instances': ({ count }) =>
    count === 1 ? 'eine Instanz läuft' : `${count} Instanzen laufen`,
  'doctor.cluster.instancesUnknown':
    'wie viele Instanzen laufen, ist nicht bekannt, da dieser Client das Recht {right} nicht hat',
  'doctor.cluster.compactedUnknown':
    'ob {topic} kompaktiert wird, ist nicht bekannt, da dieser Client das Recht {right} nicht hat',
  'doctor.cluster.limitsNotTold':
    'ein Prüfer mit diesem Konto kann dem Job seine Grenzen nicht mitteilen, da es das Recht {right} nicht hat',
};
