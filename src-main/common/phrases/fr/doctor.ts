import { bytesText, countText } from '../../format.ts';
import type { doctor as english } from '../en/doctor.ts';
import type { Translation } from '../phrase.ts';

const french = { units: 'iec', language: 'fr' } as const;
const bytes = (count: number): string => bytesText(count, french);
const counted = (count: number, one: string, many: string): string =>
  `${countText(count, french)} ${count < 2 ? one : many}`;

export const doctor: Translation<typeof english> = {
  'doctor.bad': 'PROBLÈME',
  'doctor.finding': '{check} : {found}',
  'doctor.check.runtime': 'environnement d’exécution',
  'doctor.check.helper': 'assistant de capture',
  // The word is the same in French.
  'doctor.check.interfaces': () => 'interfaces',
  'doctor.check.permission': 'autorisation de capturer',
  'doctor.check.kernelSums': 'sommes dans le noyau, pour --capture-engine ebpf',
  'doctor.check.cap': 'cap, le second moteur de capture',
  'doctor.check.folder': 'dossier de données',
  'doctor.check.brokers': () => 'brokers',
  'doctor.check.cluster': () => 'cluster',
  'doctor.remedy': 'que faire : {remedy}',
  'doctor.interfaces': 'auto désigne {names}',
  'doctor.mayCapture': 'peut capturer sur {name}, {grant}',
  'doctor.mayCaptureKept': 'peut capturer sur {name}, {grant} ; l’assistant s’exécute {restrictions}',
  'doctor.kernelSums': 'l’assistant peut charger son programme',
  'doctor.noKernelSums': 'indisponible. {reason}',
  'doctor.noKernelSumsRemedy': 'indisponible. {reason}. {remedy}',
  'doctor.kernelSumsNotTried': 'pas essayé, car rien ne peut être capturé',
  'doctor.cap': 'construit, pour --capture-engine cap : {command}',
  'doctor.noCap': 'pas utilisé : {reason}',
  'doctor.folder': ({ folder, ...space }) =>
    [
      `${folder} ; ${bytes(space.fileBytes)}, dont ${bytes(space.freeBytes)} libres : paires de `,
      `${counted(space.pairs, 'fenêtre', 'fenêtres')} environ ${bytes(space.pairsBytes)}, `,
      `${counted(space.windows, 'fenêtre', 'fenêtres')} environ ${bytes(space.windowsBytes)}, `,
      `${counted(space.alerts, 'alerte', 'alertes')} environ ${bytes(space.alertsBytes)}`,
      space.in90Days < 0 ? '' : ` ; à ce rythme environ ${bytes(space.in90Days)} après 90 jours`,
    ].join(''),
  'doctor.cluster.job': ({ job, version, window, sums, partitions }) =>
    `le job ${job} (version ${version}) additionne des fenêtres de ${window} dans ${sums} (${counted(partitions, 'partition', 'partitions')})`,
  'doctor.cluster.rest': ({ left, upTo }) =>
    `${left === 0 ? 'tout est additionné' : `${counted(left, 'enregistrement reste', 'enregistrements restent')} à additionner`}${upTo === '' ? '' : `, jusqu’à ${upTo}`}`,
  'doctor.cluster.instances': ({ count }) =>
    count === 1 ? 'une instance fonctionne' : `${count} instances fonctionnent`,
  'doctor.cluster.instancesUnknown':
    'on ne sait pas combien d’instances fonctionnent, car ce client n’a pas le droit {right}',
  'doctor.cluster.compactedUnknown':
    'on ne sait pas si {topic} est compacté, car ce client n’a pas le droit {right}',
  'doctor.cluster.limitsNotTold':
    'un vérificateur avec ce compte ne peut pas dire ses limites au job, car il n’a pas le droit {right}',
};
