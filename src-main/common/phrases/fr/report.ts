import { countedIn, countIn } from '../counted.ts';
import type { report as english } from '../en/report.ts';
import type { Translation } from '../phrase.ts';

const counted = countedIn('fr');

export const report: Translation<typeof english> = {
  'report.title': 'Trafic {per}, à partir du {start}',
  'report.until': 'Jusqu’au {end} ; fuseau horaire {zone}.',
  'report.nothing': 'Rien n’en est conservé.',
  'report.total': 'Somme',
  'report.missing': 'Ce qui manque',
  'report.quotas': 'Quotas, à cet instant',
  'report.hosts': 'Hôtes ayant le plus de trafic',
  'report.alerts': 'Alertes',
  'report.head.bytes': 'octets',
  'report.head.packets': 'paquets',
  'report.head.windows': 'fenêtres',
  'report.head.above': 'au-dessus d’une limite',
  'report.head.below': 'sous une limite',
  'report.head.total': 'somme',
  'report.head.limit': 'limite',
  'report.head.used': 'utilisé',
  'report.head.share': 'part',
  'report.head.ends': 'fin',
  'report.head.usedUp': 'épuisé à ce rythme',
  'report.head.host': 'hôte',
  'report.head.sent': 'envoyé',
  'report.head.received': 'reçu',
  'report.head.fired': 'déclenchée',
  'report.head.alert': 'alerte',
  'report.head.what': 'quoi',
  'report.head.from': 'de',
  'report.head.to': 'à',
  'report.atLeast': 'au moins {bytes}',
  'report.maybeMore': 'Il a pu y en avoir plus : {reasons}.',
  'report.whole': 'Rien : la capture a été continue.',
  'report.nothingSoFar': 'Rien jusqu’ici.',
  'report.open': 'La période n’est pas terminée.',
  'report.hostCount': ({ count }) => `${counted(count, 'hôte', 'hôtes')} en tout.`,
  'report.unknown': 'Les paires de {bytes} sont inconnues : des hôtes ont pu en avoir plus.',
  'report.none': 'Aucune.',
  'report.alertCount': ({ count, left }) =>
    left === 0
      ? `${counted(count, 'alerte', 'alertes')}.`
      : `${counted(count, 'alerte', 'alertes')}, dont ${countIn('fr')(left)} ne figurent pas ici.`,
  'report.moreTimes': ({ count }) =>
    count === 1
      ? 'Une autre durée n’est pas indiquée.'
      : `${countIn('fr')(count)} autres durées ne sont pas indiquées.`,
};
