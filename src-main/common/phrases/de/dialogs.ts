import type { dialogs as english } from '../en/dialogs.ts';
import type { Translation } from '../phrase.ts';

export const dialogs: Translation<typeof english> = {
  'notice.test': 'Ein Test von StreamChecker',
  'notice.test.body': 'So kommen Alarme an. Geschehen ist nichts.',
  'notice.keepsWatching': 'StreamChecker wacht weiter',
  'notice.keepsWatching.body':
    'Das Fenster öffnet sich wieder von der Leiste aus, oder durch erneutes Starten. „Beenden“ beendet das Wachen.',
  'notice.keepsWatching.bodyWithoutTray':
    'Starten Sie StreamChecker noch einmal, um das Fenster wieder zu öffnen. Beenden beendet die Überwachung.',
  'dialog.consent.program': 'Dieses Programm bei jedem Alarm starten?',
  'dialog.consent.brokers': 'Mit diesen Brokern verbinden?',
  'dialog.consent.receiver': 'Alarme dorthin senden?',
  'dialog.consent.limits': 'Grenzen von dort lesen?',
  'dialog.consent.allow': 'Erlauben',
  'dialog.consent.cancel': 'Abbrechen',
  'dialog.close.question': 'Fenster schließen und weiter überwachen?',
  'dialog.close.detail':
    'Diese Arbeitsumgebung zeigt keine Symbolleiste für laufende Programme. StreamChecker kann im Hintergrund weiterlaufen: Ein weiterer Start öffnet das Fenster.',
  'dialog.close.keepWatching': 'Weiter überwachen',
  'dialog.close.quit': 'Beenden',
  'dialog.close.cancel': 'Abbrechen',
  'dialog.open.importLimits': 'Grenzen importieren',
  'dialog.open.preview': 'Vorschau',
  'dialog.open.limits': 'Grenzen (JSON, CSV)',
  'dialog.open.openCaptures': 'Aufzeichnungen öffnen',
  'dialog.open.captures': 'Aufzeichnungen (pcap, pcapng)',
  'dialog.open.allFiles': 'Alle Dateien',
};
