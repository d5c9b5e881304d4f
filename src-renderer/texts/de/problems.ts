import type { ErrorCode } from '../../../src-main/common/errors.ts';
import { problemTitles } from '../../../src-main/common/problem-titles.ts';
import type { problems as english } from '../en/problems.ts';

/** What to do about problems that can last; the engine's own words are English. */
const remedies: Readonly<Partial<Record<ErrorCode, string>>> = {
  'capture/not-permitted':
    'Erlauben Sie dem Erfassungsprogramm das Aufzeichnen (Befehl „Erfassung erlauben …“, oder wie im Handbuch beschrieben).',
  'capture/no-interface':
    'Wählen Sie in den Einstellungen eine vorhandene Schnittstelle, oder schalten Sie eine ein.',
  'capture/bad-filter': 'Berichtigen Sie den Filter in den Einstellungen.',
  'capture/failed': 'Es wird von selbst neu versucht.',
  'capture/silent': 'Prüfen Sie, ob das Erfassungsprogramm angehalten wurde oder der Rechner überlastet ist.',
  'capture/no-kernel-sums':
    'Die Summen sind dieselben und kosten mehr. Geben Sie dem Erfassungsprogramm auch CAP_BPF (das Handbuch sagt, wie), oder wählen Sie in den Einstellungen „helper“.',
  'limits/unreadable':
    'Prüfen Sie die Quelle der Grenzen. Die letzten guten Grenzen gelten weiter, und es wird erneut versucht.',
  'limits/bad-rows': 'Berichtigen Sie die Zeilen. Die letzten guten Grenzen gelten weiter.',
  'stream/unreachable':
    'Prüfen Sie, ob die Broker laufen und erreichbar sind. Was erfasst wird, wartet so lange im Spool.',
  'stream/not-permitted': 'Prüfen Sie Name, Passwort und Rechte des Kontos.',
  'stream/not-trusted': 'Prüfen Sie Zertifikate und Schlüssel, und ob der Port TLS spricht.',
  'stream/no-topic': 'Legen Sie das Topic an, oder erlauben Sie dem Konto, es anzulegen.',
  'stream/agent-in-use': 'Beenden Sie den anderen, oder geben Sie diesem einen eigenen Datenordner.',
  'agents/silent':
    'Prüfen Sie, ob sie laufen und die Broker erreichen. Was sie indessen erfassen, fehlt in den Summen.',
  'alerts/not-told': 'Sehen Sie nach dem Empfänger. Was wartet, wird 24 Stunden lang erneut zugestellt.',
  'alerts/refused':
    'Prüfen Sie seine Adresse und was er erwartet. Der Alarm steht in der Liste und wird dort nicht erneut zugestellt.',
  'store/not-writable':
    'Schaffen Sie Platz, oder ändern Sie die Rechte. Was gespeichert ist, bleibt; was erfasst wird, wartet im Speicher.',
  'store/damaged':
    'Starten Sie StreamChecker neu: Die beschädigte Datei wird aufgehoben, und eine neue begonnen.',
  internal: 'Ein Fehler im Programm: Bitte melden Sie ihn.',
};

export const problems: typeof english = {
  /** The engine's sentences are English; what kind of problem it is stands before them. */
  problem: (code, message) => `${problemTitles.de[code]}: ${message}`,
  problemRemedy: (code, remedy) => remedies[code] ?? remedy,
  problemTitle: (code) => problemTitles.de[code],
};
