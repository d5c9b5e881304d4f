import { countText } from '../../format.ts';
import type { engine as english } from '../en/engine.ts';
import type { Translation } from '../phrase.ts';

export const engine: Translation<typeof english> = {
  'notify.unreachable': 'Der Empfänger {receiver} ist nicht erreichbar: {detail}',
  'notify.tooLong': 'Zu lang für den Empfänger {receiver}: {detail}',
  'notify.answered': 'Der Empfänger {receiver} hat mit {status} geantwortet',
  'notify.keySealed': 'Der Schlüsselbund öffnet den Schlüssel des Empfängers {receiver} nicht',
  'notify.notRun': 'Der Empfänger {receiver} lässt sich nicht starten: {detail}',
  'notify.tookLonger': 'Der Empfänger {receiver} hat länger als {seconds} s gebraucht',
  'notify.ended': 'Der Empfänger {receiver} endete mit Status {status}: {detail}',
  'notify.endedBySignal': 'Der Empfänger {receiver} wurde durch ein Signal beendet: {detail}',
  'notify.noSuchMessage': 'Der Empfänger {receiver} nimmt keine solche Nachricht an',
  'notify.group': 'Ein Protokoll von Benachrichtigungen bekam eine Gruppe auf einmal',
  'notify.refusedSoFar': ({ refusal, count }) =>
    `${refusal}: bisher ${count === 1 ? '1 Benachrichtigung' : `${countText(count, { units: 'iec', language: 'de' })} Benachrichtigungen`} abgelehnt`,
  'run.notTakenOver':
    'Angehalten, bevor der Datenordner auf dem neuen Stand war; der nächste Start macht weiter',
  'run.replayStopped': 'Das Lesen wurde abgebrochen',
  'run.periodLength': 'Der Zeitraum {period} lässt sich nicht aus Fenstern von {length} summieren',
  'run.periodZone': 'In {zone} beginnt der Zeitraum {period} nicht dort, wo Fenster von {length} beginnen',
  'run.captureThroughCap':
    'Erfasst mit cap: Die Schnittstellen sind im Promiscuous-Modus, Pakete tragen die Zeit ihres Eintreffens, und es ist nicht bekannt, wie viele der Kernel verwirft.',
  'run.skipped': 'Aus der Zeit von {from} bis {to} wurde nichts gelesen: Diese Fenster fehlen.',
  'run.rival':
    'Zwei Prozesse veröffentlichen als Agent {agent}: Seinen Fenstern kann etwas fehlen. Geben Sie jedem seinen eigenen Datenordner.',
  'run.noTraffic': 'Kein Verkehr von {from} bis {to}: Diese Fenster fehlen',
  'engine.notStarted': 'Die Messung ist noch nicht gestartet',
  'request.lineTooLong':
    'Eine Zeile ist länger als {most} MiB: Die Verbindung zur Gegenseite ist geschlossen',
  'request.noMessage': 'Eine Zeile ist keine Nachricht: Die Verbindung zur Gegenseite ist geschlossen',
  'request.noCall': 'Einen Aufruf {name} gibt es nicht',
  'request.invalid': 'Die Anfrage {name} ist ungültig: {detail}',

  'notify.remedy.sentAgain': 'Prüfen Sie den Server; was wartet, wird erneut gesendet',
  'notify.remedy.unlock':
    'Entsperren Sie den Schlüsselbund, oder geben Sie den Schlüssel noch einmal ein; was wartet, wird dann gesendet',
  'notify.remedy.fix': 'Beheben Sie den Fehler; was wartet, wird erneut zugestellt',
  'notify.remedy.refused':
    'Prüfen Sie seine Adresse und was er erwartet; der Alarm steht in der Liste und wird dort nicht erneut zugestellt',
  'run.remedy.period': 'Nehmen Sie einen anderen Zeitraum oder Fenster, die passen, zum Beispiel --window 5m',
  'notify.noneToTest': 'Es gibt noch keinen Empfänger der Art {kind}, der sich testen ließe',
  'notify.remedy.noneToTest': 'Geben Sie ihn zuerst ein, und warten Sie, bis die Messung damit läuft',
};
