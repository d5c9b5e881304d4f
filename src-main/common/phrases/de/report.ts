import { countedIn, countIn } from '../counted.ts';
import type { report as english } from '../en/report.ts';
import type { Translation } from '../phrase.ts';

const counted = countedIn('de');

export const report: Translation<typeof english> = {
  'report.title': 'Verkehr {per}, ab {start}',
  'report.until': 'Bis {end}; Zeitzone {zone}.',
  'report.nothing': 'Davon ist nichts gespeichert.',
  'report.total': 'Summe',
  'report.missing': 'Was fehlt',
  'report.quotas': 'Kontingente, Stand jetzt',
  'report.hosts': 'Rechner mit dem meisten Verkehr',
  'report.alerts': 'Alarme',
  'report.head.bytes': 'Bytes',
  'report.head.packets': 'Pakete',
  'report.head.windows': 'Fenster',
  'report.head.above': 'über einer Grenze',
  'report.head.below': 'unter einer Grenze',
  'report.head.total': 'Summe',
  'report.head.limit': 'Grenze',
  'report.head.used': 'verbraucht',
  'report.head.share': 'Anteil',
  'report.head.ends': 'endet',
  'report.head.usedUp': 'so aufgebraucht',
  'report.head.host': 'Rechner',
  'report.head.sent': 'gesendet',
  'report.head.received': 'empfangen',
  'report.head.fired': 'ausgelöst',
  'report.head.alert': 'Alarm',
  'report.head.what': 'was',
  'report.head.from': 'von',
  'report.head.to': 'bis',
  'report.atLeast': 'mindestens {bytes}',
  'report.maybeMore': 'Es kann mehr gewesen sein: {reasons}.',
  'report.whole': 'Nichts: Es wurde durchgehend aufgezeichnet.',
  'report.nothingSoFar': 'Bisher nichts.',
  'report.open': 'Der Zeitraum ist noch nicht zu Ende.',
  'report.hostCount': ({ count }) => `${counted(count, 'Rechner', 'Rechner')} insgesamt.`,
  'report.unknown': 'Die Paare von {bytes} sind nicht bekannt: Rechner können mehr gehabt haben.',
  'report.none': 'Keine.',
  'report.alertCount': ({ count, left }) =>
    left === 0
      ? `${counted(count, 'Alarm', 'Alarme')}.`
      : `${counted(count, 'Alarm', 'Alarme')}, von denen ${countIn('de')(left)} hier nicht stehen.`,
  'report.moreTimes': ({ count }) =>
    count === 1
      ? 'Eine weitere Zeit ist nicht aufgeführt.'
      : `${countIn('de')(count)} weitere Zeiten sind nicht aufgeführt.`,
};
