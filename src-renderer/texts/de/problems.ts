import type { ErrorCode } from '../../../src-main/common/errors.ts';
import type { problems as english } from '../en/problems.ts';

const kinds: Readonly<Record<ErrorCode, string>> = {
  'capture/not-permitted': 'Mitschneiden nicht erlaubt',
  'capture/no-interface': 'Schnittstelle nicht da',
  'capture/bad-filter': 'Filter ungültig',
  'capture/bad-file': 'Mitschnitt nicht lesbar',
  'capture/helper-missing': 'Mitschneideprogramm fehlt',
  'capture/cap-missing': 'Modul cap fehlt',
  'capture/failed': 'Mitschneiden fehlgeschlagen',
  'limits/unreadable': 'Grenzen nicht lesbar',
  'limits/bad-rows': 'Fehlerhafte Zeilen',
  'limits/not-writable': 'Grenzen nicht schreibbar',
  'limits/nothing-to-undo': 'Nichts rückgängig zu machen',
  'stream/unreachable': 'Kafka nicht erreichbar',
  'stream/not-permitted': 'Kafka verweigert den Zugriff',
  'stream/not-trusted': 'Kafka nicht vertrauenswürdig',
  'stream/no-topic': 'Topic fehlt',
  'stream/agent-in-use': 'Agent schon in Betrieb',
  'alerts/not-told': 'Alarm nicht zugestellt',
  'store/in-use': 'Datenordner in Benutzung',
  'store/not-writable': 'Schreiben nicht möglich',
  'store/damaged': 'Datenbank beschädigt',
  'store/newer': 'Datenbank von einer neueren Version',
  'count/too-large': 'Zahl zu groß',
  'settings/invalid': 'Einstellung ungültig',
  'settings/no-keyring': 'Kein Schlüsselbund',
  'update/unreachable': 'Aktualisierung nicht erreichbar',
  'update/not-trusted': 'Aktualisierung nicht vertrauenswürdig',
  'update/failed': 'Aktualisierung fehlgeschlagen',
  'request/invalid': 'Ungültige Anfrage',
  'request/cancelled': 'Abgebrochen',
  'engine/stopped': 'Messung angehalten',
  internal: 'Interner Fehler',
};

export const problems: typeof english = {
  /** The engine's sentences are English; what kind of problem it is stands before them. */
  problem: (code, message) => `${kinds[code]}: ${message}`,
};
