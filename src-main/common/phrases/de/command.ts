import { countText } from '../../format.ts';
import type { command as english } from '../en/command.ts';
import type { Translation } from '../phrase.ts';

const inGerman = (count: number): string => countText(count, { units: 'iec', language: 'de' });

export const command: Translation<typeof english> = {
  'command.migrating':
    'Der Datenordner einer älteren Version wird auf den neuen Stand gebracht (Strg-C schadet nicht; der nächste Befehl macht weiter)',
  'command.migrated':
    'Der Datenordner wird auf den neuen Stand gebracht: {percent} %, noch etwa {left} (Strg-C schadet nicht; der nächste Start macht weiter)',
  'command.follows': 'Meldet die Alarme von {folder}; Strg-C beendet es',
  'command.stalled': 'Was den Verkehr summiert, stockte längstens {ms} ms',
  'command.lastGood': '{problem}; die letzten guten Grenzen gelten weiter',
  'command.noTime': 'Die Paare der ältesten Zeilen zu summieren, dauerte zu lange: fragen Sie nach weniger',
  'command.rowsWritten': ({ count, file }) =>
    `${count === 1 ? '1 Zeile' : `${inGerman(count)} Zeilen`} in ${file} geschrieben`,
  'command.periodsWritten': ({ count, file }) =>
    `${count === 1 ? '1 Zeitraum' : `${inGerman(count)} Zeiträume`} in ${file} geschrieben`,
  'command.windowsWritten': ({ count, file }) => `${inGerman(count)} Fenster in ${file} geschrieben`,
  'command.outputGone': 'Die Ausgabe lässt sich nicht schreiben ({detail}).',
  'command.unjudged': '{limit} lässt sich hier nicht prüfen: {reason}',
  'command.moreUnjudged': ({ count }) =>
    count === 1
      ? 'Eine weitere Grenze lässt sich hier nicht prüfen'
      : `${inGerman(count)} weitere Grenzen lassen sich hier nicht prüfen`,
  'command.left': ({ count, brokers }) =>
    `${count === 1 ? '1 Datensatz wartet' : `${inGerman(count)} Datensätze warten`} in der Warteschlange: ${brokers} nahm sie nicht an; der nächste Lauf sendet sie`,

  'command.notWritten': '{file} lässt sich nicht schreiben: {detail}',
  'command.fromBeforeTo': '--from muss vor --to liegen',
  'command.manyPeriods': 'In dieser Zeit liegen mehr als {most} Zeiträume',
  'command.manyAgents': 'Mehr als ein Agent hat eine Kennung, die mit „{name}“ beginnt',
  'command.noAgent': 'Kein Agent, von dem etwas kam, hat eine Kennung, die mit „{name}“ beginnt',
  'command.notComparable': 'Mit „{text}“ lässt sich nichts vergleichen',
  'command.directionOfAll': '--directions betrifft den gesamten Verkehr',
  'command.directionPicks': '--direction wählt eine von --directions',
  'command.hostIsBoth': '{option} ist Quelle und Ziel',
  'command.peerOfHost': '--peer ist das andere Ende eines --host',
  'command.noView': 'Eine Ansicht {view} gibt es nicht',
  'command.badRows': ({ origin, count }) =>
    `${origin} hat ${count === 1 ? '1 fehlerhafte Zeile' : `${inGerman(count)} fehlerhafte Zeilen`}`,
  'command.badLimit': ({ defects }) => defects.join(' '),
  'command.badField': '{field}: {defect}',
  'command.limit.newer': '{limit} hat eine neuere Version',
  'command.limit.off': '{limit} ist schon ausgeschaltet',
  'command.limit.on': '{limit} ist schon eingeschaltet',
  'command.limit.first': '{limit} hat keine frühere Version',
  'command.tooFewWindows': ({ least }) => `Zu wenige Fenster: ${least} vollständige aus 30 Tagen sind nötig`,
  'command.noneSuggested': 'Kein {which} wird vorgeschlagen',
  'command.notOpenedWithin': 'In {seconds} s ließ sich keine Schnittstelle öffnen',

  'command.remedy.newFile': 'Nennen Sie eine neue Datei in einem Ordner, der sich schreiben lässt',
  'command.remedy.manyPeriods': 'Wählen Sie einen längeren Zeitraum oder eine kürzere Zeit',
  'command.remedy.agents': 'Welche es gibt, nennt der Befehl agents list',
  'command.remedy.comparable': 'Schreiben Sie {comparisons} oder einen Zeitpunkt wie 2026-01-31',
  'command.remedy.oneDirection':
    'Nennen Sie mit --direction eine Richtung, oder lassen Sie weg, wessen Verkehr es ist',
  'command.remedy.leaveOneOut': 'Lassen Sie eines davon weg',
  'command.remedy.leaveEndsOut': 'Lassen Sie --source und --destination weg',
  'command.remedy.nameHost': 'Nennen Sie den Host',
  'command.remedy.views': 'Nennen Sie eine von {views}',
  'command.remedy.nothingStored': 'Nichts wurde gespeichert',
  'command.remedy.newestVersion': 'Nennen Sie die mit dem neuesten Datum, ab dem sie gilt; siehe limits list',
  'command.remedy.try': 'Versuchen Sie {command}',
  'command.remedy.suggest': 'Siehe limits suggest ohne --accept',
  'command.remedy.help': 'Siehe streamchecker --help',
};
