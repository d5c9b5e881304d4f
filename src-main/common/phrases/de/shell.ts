import type { shell as english } from '../en/shell.ts';
import type { Translation } from '../phrase.ts';

export const shell: Translation<typeof english> = {
  'engine.died': 'Die Messung hat sich unerwartet beendet (Status {status})',
  'engine.restarts': 'Die Messung startet mit anderen Einstellungen neu',
  'engine.notRunning': 'Die Messung läuft nicht',
  'engine.tooManyCalls': 'Mehr als {most} Aufrufe warten auf die Messung',
  'engine.replayDied': 'Das Lesen hat sich unerwartet beendet (Status {status})',
  'engine.noFile': 'Keine Aufzeichnung ist geöffnet',
  'shell.pageMayNotCall': 'Diese Seite darf nichts aufrufen',
  'shell.notAllowed': 'Sie haben es nicht erlaubt: Nichts wurde geändert',
  'shell.notWritten': '{path} lässt sich nicht schreiben',
  'shell.printTooLong': 'Der Bericht ließ sich nicht in {seconds} s drucken',
  'shell.notOpened': '{path} lässt sich nicht öffnen: {detail}',
  'shell.settingsFolder': 'Der Ordner der Einstellungen {folder} ist nicht benutzbar: {detail}',
  'shell.dataFolder': 'Der Datenordner {folder} ist nicht benutzbar: {detail}',
  'shell.noKeyring': 'Diese Arbeitsumgebung hat keinen Schlüsselbund, der ein Passwort schützt',
  'shell.keyringSealed': 'Der Schlüsselbund dieser Arbeitsumgebung öffnet das Passwort nicht',
  'update.unreachable': 'Die Liste neuerer Versionen lässt sich nicht lesen: {url} ({detail})',
  'update.noFile': 'die Datei gibt es nicht',
  'update.noSignature': 'Die Liste neuerer Versionen hat keine Signatur und wird nicht benutzt: {url}',
  'update.otherPublisher':
    'Die Liste neuerer Versionen ist nicht vom Herausgeber dieser App signiert und wird nicht benutzt: {url}',
  'update.notPublisher': 'Das Paket ist nicht das, das der Herausgeber signiert hat',
  'update.failed': 'Die Aktualisierung ist fehlgeschlagen: {detail}',
  'update.otherApp': 'Die Liste neuerer Versionen gehört nicht zu dieser App',
  'update.noPackage': 'Von {version} gibt es kein Paket für diesen Rechner',
  'update.expired': 'Die Liste neuerer Versionen ist seit {date} veraltet',
  'update.notReplaced': '{path} lässt sich nicht ersetzen: {detail}',

  'engine.remedy.restarts':
    'Sie wird neu gestartet; Pakete, die indessen unterwegs sind, werden nicht gezählt.',
  'engine.remedy.openAgain': 'Öffnen Sie die Datei noch einmal',
  'shell.remedy.otherFolder': 'Wählen Sie einen anderen Ordner',
  'shell.remedy.otherDataFolder': 'Wählen Sie mit --data-dir einen anderen.',
  'shell.remedy.html': 'Speichern Sie ihn als HTML, und drucken Sie das',
  'shell.remedy.noKeyring':
    'Legen Sie es in eine Datei, die nur Sie lesen können, und nennen Sie diese in STREAMCHECKER_KAFKA_CONFIG',
  'shell.remedy.unlock': 'Entsperren Sie den Schlüsselbund, oder geben Sie das Passwort noch einmal ein',
  'update.remedy.unreachable': 'Prüfen Sie die Verbindung dorthin, und versuchen Sie es noch einmal',
  'update.remedy.notTrusted':
    'Nichts wurde heruntergeladen; bleibt das so, sagen Sie es dem Betreiber der Adresse',
  'update.remedy.thrownAway':
    'Es wurde verworfen; bleibt das so, sagen Sie es dem Betreiber der Adresse, von der es kommt',
  'update.remedy.later': 'Versuchen Sie es später noch einmal',
  'update.remedy.expired':
    'Prüfen Sie das Datum dieses Rechners; stimmt es, sagen Sie es dem Betreiber der Adresse',
  'update.remedy.notReplaced':
    'Machen Sie den Ordner für sich beschreibbar, oder legen Sie das AppImage in einen, der es ist',
  'update.remedy.downloadAgain':
    'Es hat sich seit dem Herunterladen geändert und wurde nicht installiert: Laden Sie es noch einmal',
};
