import type { store as english } from '../en/store.ts';
import type { Translation } from '../phrase.ts';

export const store: Translation<typeof english> = {
  'store.inUse': 'Der Datenordner {folder} wird von Prozess {pid} benutzt',
  'store.takenOver': 'Ein anderer Prozess bringt den Datenordner {folder} auf den neuen Stand',
  'store.inUseUnknown': 'Der Datenordner {folder} wird von einem anderen Prozess benutzt',
  'store.lockDamaged': 'Die Sperre {path} ist beschädigt',
  'store.notOpened': 'Die Datenbank {path} lässt sich nicht öffnen',
  'store.checkFailed': 'Die Datenbank ist beschädigt: {detail}',
  'store.damaged': 'Die Datenbank {path} ist beschädigt',
  'store.setAside':
    'Die Datenbank war beschädigt. Sie ist als {path} aufgehoben, und eine neue wurde begonnen.',
  'store.version': '{path} hat das Schema {found}; diese Version kennt {known}',
  'store.noFolder': 'Der Datenordner {folder} ist kein Ordner oder liegt in einer Datei',
  'store.notWritable': 'Der Datenordner {folder} lässt sich nicht beschreiben',
  'store.notWritableFor': 'Der Datenordner {folder} lässt sich nicht beschreiben ({detail})',
  'store.full': 'Im Datenordner {folder} ist kein Platz mehr',
  'store.locked': 'Ein anderes Programm hält die Datenbank {path} gesperrt',
  'store.pairsDamaged': 'Die Paare eines gespeicherten Fensters sind beschädigt',
  'store.hostsDamaged': 'Eine gespeicherte Liste von Hosts ist beschädigt',
  'store.sumTooLarge': 'Eine Summe von Fenstern liegt über {largest}',
  'store.noAlert': 'Kein Alarm hat eine Kennung, die mit „{prefix}“ beginnt',
  'store.manyAlerts': 'Mehr als ein Alarm hat eine Kennung, die mit „{prefix}“ beginnt',
  'store.manyMutes': 'Es gibt schon {bound} Stummschaltungen',
  'store.noMute': 'Eine Stummschaltung {id} gibt es nicht',
  'store.muteSubject': 'Eine Stummschaltung gilt für einen Agenten oder für Grenzen, nicht für beides',
  'store.commentEmpty': 'Der Kommentar ist leer',
  'store.commentLong': 'Ein Kommentar hat höchstens {bound} Zeichen',
  'store.nothingToUndo': 'Kein Import und keine Änderung von Grenzen lässt sich rückgängig machen',
  'history.usualPer': 'Was üblich ist, ist von Stunden und Tagen bekannt, nicht von {period}',
  'history.noTotals': 'Summen für {period} gibt es nicht',
  'history.noAgentSums':
    'Fenster dieser Länge liegen nie nebeneinander, deshalb gibt es keine Summen von Agenten',
  'history.noGroup': 'Die Netzgruppe {group} gibt es nicht',
  'history.noneStored': 'In {folder} ist noch nichts gespeichert',
  'history.seriesGone': 'Diese Reihe ist nicht mehr gespeichert',
  'history.unavailable': 'Der Verlauf lässt sich gerade nicht lesen',
  'history.direction': '„{text}“ ist keine Richtung',

  'store.remedy.takenOver': 'Versuchen Sie es noch einmal, wenn er fertig ist',
  'store.remedy.inUse': 'Beenden Sie ihn, oder wählen Sie mit --data-dir einen anderen Ordner',
  'store.remedy.lockDamaged':
    'Vergewissern Sie sich, dass kein anderer Prozess den Ordner benutzt, und löschen Sie dann {path}',
  'store.remedy.notOpened':
    'Machen Sie ihren Ordner beschreibbar: SQLite schreibt neben eine Datenbank, auch um sie zu lesen',
  'store.remedy.damaged':
    'Starten Sie StreamChecker neu: Die beschädigte Datei wird aufgehoben und eine neue begonnen',
  'store.remedy.update':
    'Aktualisieren Sie StreamChecker, oder wählen Sie mit --data-dir einen anderen Ordner',
  'store.remedy.startOnce': 'Starten Sie StreamChecker einmal darauf',
  'store.remedy.otherFolder': 'Wählen Sie mit --data-dir einen anderen',
  'store.remedy.permissions': 'Ändern Sie seine Rechte, oder wählen Sie mit --data-dir einen anderen',
  'store.remedy.makeRoom':
    'Schaffen Sie Platz; was gespeichert ist, bleibt, was erfasst wird, wartet im Speicher, und ein Mitschnitt wird an derselben Stelle weitergelesen',
  'store.remedy.locked':
    'Beenden Sie, was sie geöffnet hat, oder warten Sie, bis es fertig ist; was erfasst wird, wartet so lange',
  'store.remedy.shorterStretches': 'Wählen Sie kürzere Abschnitte',
  'store.remedy.alertId': 'Die Kennung nennt der Befehl alerts list --format json',
  'store.remedy.manyMutes': 'Entfernen Sie einige, oder schalten Sie ein Netz statt seiner Hosts stumm',
  'store.remedy.listMutes': 'Der Befehl alerts mutes zählt sie auf',
  'store.remedy.twoMutes': 'Legen Sie eine für den Agenten an und eine für die Grenzen',
  'store.remedy.comment': 'Schreiben Sie, was man wissen soll',
  'store.remedy.shorten': 'Kürzen Sie ihn, oder schreiben Sie mehrere',
  'store.remedy.import': 'Importieren Sie die Grenzen, die gelten sollen',
  'history.remedy.sideBySide':
    'Wählen Sie einen Versatz, der die Länge eines Fensters teilt; einzelne Fenster zeigt der Befehl windows list --agent',
  'history.remedy.wholeHours': 'Wählen Sie ganze Stunden; Fenster nennt der Befehl windows list',
  'history.remedy.longerPeriod':
    'Fenster von {length} beginnen und enden nicht mit ihm; wählen Sie einen längeren Zeitraum',
  'history.remedy.noneStored':
    'Starten Sie monitor darauf, oder spielen Sie mit replay eine Aufzeichnung hinein',
  'history.remedy.groups': 'Nennen Sie eine von diesen: {groups}',
  'history.remedy.noGroups': 'Es gibt noch keine Gruppe; die Einstellung networks.groups legt eine an',
  'history.remedy.otherSeries': 'Wählen Sie eine andere',
  'history.remedy.direction': 'Schreiben Sie dir: und {directions}',
  'store.muteNoGroup':
    'Die Netzgruppe {group} gibt es nicht: Eine Stummschaltung darauf würde nichts betreffen',
  'store.remedy.muteNoGroup':
    'Berichtigen Sie den Namen, oder legen Sie sie an (networks.groups, --network-group) und starten Sie einmal damit',
};
