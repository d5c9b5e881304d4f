import { countText } from '../../format.ts';
import type { limits as english } from '../en/limits.ts';
import type { Translation } from '../phrase.ts';

const badRows = (rows: readonly string[], more: number): string =>
  `${rows.join('; ')}${more > 0 ? ` (und ${more} weitere)` : ''}`;

const inGerman = (count: number): string => countText(count, { units: 'iec', language: 'de' });

export const limits: Translation<typeof english> = {
  'limits.file': 'Die Grenzwertdatei {file}',
  'limits.cancelled': 'Abgebrochen; nichts wurde geändert',
  'limits.notEncoded':
    'Die Grenzwertdatei {file} ist weder in UTF-8 noch in UTF-16 mit Byte Order Mark geschrieben',
  'limits.notUtf8': 'Die Grenzwertdatei {file} ist nicht in UTF-8 geschrieben',
  'limits.changedNotAdded':
    'Die Grenzwertdatei {file} wurde von anderer Seite geändert; nichts wurde hinzugefügt',
  'limits.changedNotChanged':
    'Die Grenzwertdatei {file} wurde von anderer Seite geändert; nichts wurde geändert',
  'limits.notAdded':
    'Die Grenzwertdatei {file} lässt sich nicht schreiben ({detail}); nichts wurde hinzugefügt',
  'limits.notChanged':
    'Die Grenzwertdatei {file} lässt sich nicht schreiben ({detail}); nichts wurde geändert',
  'limits.notWritten': 'Die Grenzwertdatei {file} lässt sich nicht schreiben ({detail})',
  'limits.unsettled': 'In die Grenzwertdatei {file} wird unablässig geschrieben',
  'limits.fileMissing': 'Die Grenzwertdatei {file} gibt es nicht',
  'limits.fileUnreadable': 'Die Grenzwertdatei {file} lässt sich nicht lesen ({detail})',
  'limits.tooLarge': 'Die Grenzwertdatei {file} hat {size} MiB; höchstens {most} MiB werden gelesen',
  'limits.notCsv': '{name} ist kein gültiges CSV: {detail} in Zeile {row}',
  'limits.tooFewFields': 'zu wenige Felder: {found} statt {expected}',
  'limits.tooManyFields': 'zu viele Felder: {found} statt {expected}',
  'limits.notJson': '{name} ist kein gültiges JSON: {detail}',
  'limits.noArray': '{name} enthält kein Array von Zeilen',
  'limits.columns': '{name}: {defect}',
  'limits.columnTwice': 'Die Spalte {column} kommt zweimal vor',
  'limits.columnNameless': 'Spalte {number} hat Zellen, aber keinen Namen',
  'limits.columnMissing': 'Die Spalte {column} fehlt',
  'limits.columnUnknown': 'Die Spalte {column} ist nicht bekannt; es gibt {known}',
  'limits.columnType': 'Die Spalte {column} hat den Typ {type}, nicht {types}',
  'limits.gone': '{origin} hat die Grenze nicht mehr, wie sie war; nichts wurde geändert',
  'limits.noLimit': 'Eine Grenze {id} gibt es nicht',
  'limits.manyLimits': 'Es gibt mehr als eine Grenze {id}',
  'limits.badRow': 'Zeile {row}: {reason}',
  'limits.badRows': ({ origin, rows, more }) => `${origin}: ${badRows(rows, more)}`,
  'limits.unreadableThen': ({ origin, rows, more }) =>
    `Mit der Änderung ließe sich ${origin} nicht mehr lesen: ${badRows(rows, more)}`,
  'limits.noRows': ({ origin, kept }) =>
    `${origin} hat keine Zeilen; ${kept === 1 ? '1 Grenze gilt' : `${inGerman(kept)} Grenzen gelten`} weiter`,
  'limits.noColumn': '{name} fehlt die Spalte {column}, die diese Grenze braucht',
  'limits.notFollowed': 'Die Änderung geschah in {origin}, das nicht mehr verfolgt wird',
  'limits.nothingFollowed': 'Keine Quelle von Grenzen wird verfolgt',
  'limits.followedNoMore': '{source} wird nicht mehr verfolgt',
  'limits.replacedAgain': 'Ein Lauf, der wieder mit {source} beginnt wie der letzte, ersetzt sie',
  'limits.ownedByRun': 'Die Grenzen sind die von {source}, mit dem StreamChecker hier läuft',

  'limits.row.nothing': 'nichts',
  'limits.row.notText': 'eine Adresse muss ein Text sein, nicht {value}',
  'limits.row.notNetwork': '{value} ist weder IP-Adresse noch Netz',
  'limits.row.notWhole': '{column} muss eine ganze Zahl sein, nicht {value}',
  'limits.row.ambiguous':
    '{column} {value} kann {readings} heißen; schreiben Sie nur Ziffern, ohne Trennzeichen',
  'limits.row.either': '{first} oder {second}',
  'limits.row.below': '{column} darf nicht unter {least} liegen, ist aber {value}',
  'limits.row.above': '{column} darf nicht über {most} liegen, ist aber {value}',
  'limits.row.noDate': 'effective_date muss ein Datum wie "2026-01-31" sein, nicht {value}',
  'limits.row.badDate':
    'effective_date {value} ist weder Datum noch Zeitpunkt; schreiben Sie 2026-01-31 oder 2026-01-31T08:00:00Z',
  'limits.row.name': 'limit_name muss "min" oder "max" sein, nicht {value}',
  'limits.row.noObject':
    'eine Zeile muss ein Objekt mit limit_name, limit_value und effective_date sein, nicht {value}',
  'limits.row.missing': '{column} fehlt',
  'limits.row.twin': 'dieselbe Grenze mit demselben effective_date wie in Zeile {row}',
  'limits.row.contradicts':
    'ein Minimum über dem Maximum ist nicht einzuhalten: Dies ist {limit}, und Zeile {row} ist {rival} für denselben Verkehr und dieselbe Zeit',
  'limits.row.twoLengths': 'window_seconds und period geben beide eine Länge an; lassen Sie eines davon weg',
  'limits.row.term': '{column}: {reason}',
  'limits.row.termRemedy': '{column}: {reason} ({remedy})',
  'limits.row.textLike': '{column} muss ein Text wie "{example}" sein, nicht {value}',
  'limits.row.agent': '{value} ist keine gültige Kennung eines Agenten',
  'limits.row.title': 'title muss eine Zeile von höchstens 100 Zeichen sein; hier steht {value}',
  'limits.row.direction': '{value} ist keine Richtung; schreiben Sie {directions}',
  'limits.row.percentage': '{value} muss ein Prozentwert von 1 bis 100 sein',

  'limits.unjudged.group': 'die Netzgruppe {group} gibt es nicht',
  'limits.unjudged.length': '{period} lässt sich nicht aus Fenstern von {length} summieren',
  'limits.unjudged.zone':
    'in {zone} beginnt der Zeitraum {period} nicht dort, wo Fenster von {length} beginnen',

  'limits.remedy.csv':
    'Nötig sind eine Kopfzeile mit limit_name, limit_value und effective_date und eine Zeile für jede Grenze',
  'limits.remedy.json': 'Nötig ist ein JSON-Array von {"limit_name", "limit_value", "effective_date"}',
  'limits.remedy.utf8': 'Speichern Sie sie in UTF-8',
  'limits.remedy.tryAgain': 'Versuchen Sie es noch einmal',
  'limits.remedy.letWrite': 'Erlauben Sie diesem Benutzer, die Datei und ihren Ordner zu schreiben',
  'limits.remedy.letWriteOrAdd':
    'Erlauben Sie diesem Benutzer, die Datei und ihren Ordner zu schreiben, oder fügen Sie von Hand hinzu: {rows}',
  'limits.remedy.letWriteFolder': 'Erlauben Sie diesem Benutzer, den Datenordner zu schreiben',
  'limits.remedy.rename':
    'Schreiben Sie sie unter anderem Namen, und benennen Sie sie um, wenn sie fertig ist',
  'limits.remedy.path': 'Prüfen Sie den Pfad und seine Rechte',
  'limits.remedy.leaveOut': 'Lassen Sie Zeilen weg, die nicht mehr gelten',
  'limits.remedy.look': 'Sehen Sie die Grenzen an, wie sie jetzt sind, und versuchen Sie es noch einmal',
  'limits.remedy.ids': 'Die Kennungen nennt der Befehl limits list',
  'limits.remedy.fixRows': 'Berichtigen Sie diese Zeilen; nichts wurde importiert',
  'limits.remedy.fixRowsFirst': 'Berichtigen Sie zuerst diese Zeilen; nichts wurde geändert',
  'limits.remedy.addColumn': 'Fügen Sie die Spalte {column} hinzu',
  'limits.remedy.empty':
    'Sehen Sie nach der Quelle; soll keine Grenze gelten, importieren Sie sie in der App oder mit limits import --allow-empty',
  'limits.remedy.emptyImport':
    'Sehen Sie nach der Quelle; soll keine Grenze gelten, fügen Sie --allow-empty hinzu',
  'limits.remedy.emptySync':
    'Sehen Sie nach der Quelle; soll keine Grenze gelten: limits import --allow-empty',
  'limits.remedy.chooseSource':
    'Wählen Sie eine in der App, oder starten Sie monitor mit --limits; limits import liest eine jetzt',
  'limits.remedy.ownedByRun':
    'Ändern Sie {source}, das gilt sofort; oder beenden Sie den Lauf, und starten Sie ohne --limits (in der App: leeren Sie die Einstellung limits.source)',
  'limits.remedy.followAgain': 'Verfolgen Sie sie wieder, oder ändern Sie die Grenzen von Hand',
  'limits.remedy.saveFile': 'Speichern Sie die Grenze als Datei, und importieren Sie diese',
};
