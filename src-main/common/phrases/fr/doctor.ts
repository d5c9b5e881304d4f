import { bytesText, countText } from '../../format.ts';
import type { doctor as english } from '../en/doctor.ts';
import type { Translation } from '../phrase.ts';

const french = { units: 'iec', language: 'fr' } as const;
const bytes = (count: number): string => bytesText(count, french);
const counted = (count: number, one: string, many: string): string =>
  `${countText(count, french)} ${count < 2 ? one : many}`;

export const doctor: Translation<typeof english> = {
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
};
