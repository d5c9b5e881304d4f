import type { postgres as english } from '../en/postgres.ts';
import type { Translation } from '../phrase.ts';

export const postgres: Translation<typeof english> = {
  'postgres.unreachable': 'Der PostgreSQL-Server {host}:{port} ist nicht erreichbar ({detail})',
  'postgres.untrusted': 'Dem Zertifikat des PostgreSQL-Servers {host} wird nicht vertraut ({detail})',
  'postgres.refused': 'Der PostgreSQL-Server {host} weist {user} ab ({detail})',
  'postgres.cutOff': 'Die Verbindung zum PostgreSQL-Server {host} ist abgerissen ({detail})',
  'postgres.tooSlow': 'Der PostgreSQL-Server {host} hat die Zeilen von {table} nicht rechtzeitig geliefert',
  'postgres.notGranted': '{user} darf die Tabelle {table} nicht lesen',
  'postgres.hidden': 'Row-Level Security verbirgt vor {user} Zeilen von {table}',
  'postgres.noDatabase': 'Eine Datenbank {database} gibt es auf {host} nicht',
  'postgres.noSchema': 'Das Schema von {table} gibt es nicht',
  'postgres.noTable': 'Eine Tabelle {table} gibt es in der Datenbank {database} nicht',
  'postgres.noTls': 'Der PostgreSQL-Server {host} hat kein TLS',
  'postgres.other': 'Die Grenzen lassen sich nicht vom PostgreSQL-Server {host} lesen: {detail}',
  'postgres.notBound': 'Der PostgreSQL-Server {host} kann die Anmeldung nicht an sein Zertifikat binden',
  'postgres.wrongSession': 'Der PostgreSQL-Server {host}:{port} ist nicht {session}',
  'postgres.pemUnreadable': 'Zertifikat oder Schlüssel {path} lässt sich nicht lesen ({detail})',
  'postgres.table': 'Die Tabelle {table}',
  'postgres.tooManyRows': 'Die Tabelle {table} hat mehr als {most} Zeilen',
  'postgres.wholeDays':
    'Die Tabelle {table} führt effective_date als ganze Tage und kann nicht angeben, ab wann die Grenze ausgeschaltet ist; nichts wurde geändert',
  'postgres.notDone': ({ refusal, right }) =>
    `${refusal}; nichts wurde ${{ INSERT: 'hinzugefügt', UPDATE: 'geändert', DELETE: 'entfernt' }[right]}`,
  'postgres.mayNotInsert': '{user} darf in die Tabelle {table} nichts einfügen',
  'postgres.mayNotUpdate': '{user} darf die Tabelle {table} nicht ändern',
  'postgres.mayNotDelete': '{user} darf aus der Tabelle {table} nichts löschen',
  'postgres.readOnly': 'Der PostgreSQL-Server {host} lässt hier nur lesen ({detail})',
  'postgres.noInsert': 'In {table} lässt sich nichts einfügen ({detail})',
  'postgres.noChange': 'In {table} lässt sich nichts ändern ({detail})',
  'postgres.rowRefused': 'Die Tabelle {table} weist die Zeile ab ({detail})',

  'postgres.address.url': 'Die Adresse des PostgreSQL-Servers ist keine gültige URL',
  'postgres.address.unknown': 'Die Adresse des PostgreSQL-Servers hat einen unbekannten Teil',
  'postgres.address.unknownNamed': 'Die Adresse des PostgreSQL-Servers hat einen unbekannten Teil „{name}“',
  'postgres.address.seconds': 'connect_timeout muss eine ganze Zahl von Sekunden sein',
  'postgres.address.oneOf': '{name} muss eines von {choices} sein',
  'postgres.address.verifyFull': 'sslrootcert=system verlangt sslmode=verify-full',
  'postgres.address.noTable': '„{text}“ nennt keine Tabelle',
  'postgres.address.tableParts': 'Eine Tabelle wird höchstens durch Schema und Tabelle benannt',

  'postgres.remedy.address':
    'Schreiben Sie postgres://BENUTZER@HOST:PORT/DATENBANK?table=SCHEMA.TABELLE; was noch möglich ist, steht in der Dokumentation der Grenzen',
  'postgres.remedy.unreachable': 'Prüfen Sie, ob er läuft, und seine Adresse',
  'postgres.remedy.untrusted':
    'Nennen Sie die Zertifizierungsstelle mit sslrootcert=DATEI; der Host muss heißen wie im Zertifikat',
  'postgres.remedy.refused':
    'Geben Sie das Passwort mit PGPASSWORD oder ~/.pgpass an, und prüfen Sie pg_hba.conf des Servers',
  'postgres.remedy.cutOff':
    'Importieren Sie noch einmal; eine Tabelle, die verfolgt wird, wird von selbst erneut gelesen',
  'postgres.remedy.tooSlow':
    'Suchen Sie nach Sperren auf der Tabelle; eine, die verfolgt wird, wird von selbst erneut gelesen',
  'postgres.remedy.grant':
    'Der Eigentümer muss GRANT SELECT ON {table} TO {user} ausführen, und GRANT USAGE auf ihr Schema',
  'postgres.remedy.hidden':
    'Der Eigentümer kann {user} eine Sicht auf die Tabelle geben, oder ein Administrator führt ALTER ROLE {user} BYPASSRLS aus',
  'postgres.remedy.name': 'Prüfen Sie den Namen',
  'postgres.remedy.nameTable': 'Nennen Sie sie mit ?table=SCHEMA.TABELLE',
  'postgres.remedy.noTls': 'Geben Sie sslmode=disable an',
  'postgres.remedy.log': 'Sehen Sie in das Protokoll des Servers',
  'postgres.remedy.bind':
    'Geben Sie ihm TLS und ein Passwort nach SCRAM, oder lassen Sie channel_binding=require weg',
  'postgres.remedy.session': 'Nennen Sie einen anderen Server, oder lassen Sie target_session_attrs weg',
  'postgres.remedy.path': 'Prüfen Sie den Pfad und seine Rechte',
  'postgres.remedy.table':
    'Nennen Sie eine Tabelle oder Sicht mit limit_name, limit_value und effective_date, oder berichtigen Sie diese',
  'postgres.remedy.wholeDays':
    'Entfernen Sie die Grenze stattdessen (das lässt sich rückgängig machen), oder ändern Sie die Spalte effective_date in timestamptz',
  'postgres.remedy.grantOrRun':
    'Der Eigentümer muss GRANT {rights} ON {table} TO {user} ausführen, oder dies: {sql}',
  'postgres.remedy.run': 'Jemand, der es darf, muss dies ausführen: {sql}',
};
