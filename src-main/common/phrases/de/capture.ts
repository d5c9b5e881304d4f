import type { capture as english } from '../en/capture.ts';
import type { Translation } from '../phrase.ts';

export const capture: Translation<typeof english> = {
  'capture.fileMissing': 'Die Aufzeichnungsdatei {file} gibt es nicht',
  'capture.fileUnreadable': 'Die Aufzeichnungsdatei {file} lässt sich nicht lesen ({detail})',
  'capture.fileChanged': '{file} wurde während des Lesens geändert',
  'capture.readOnce': '{failure}, und {file} lässt sich kein zweites Mal lesen',
  'capture.notPermitted': 'Auf {interface} darf nicht aufgezeichnet werden',
  'capture.notPermittedAnywhere': 'Auf keiner Schnittstelle darf aufgezeichnet werden',
  'capture.badFilter': 'Der Filter „{filter}“ ist nicht brauchbar: {detail}',
  'capture.helperMissing': 'Das Erfassungsprogramm fehlt: {path}',
  'capture.helper': 'Das Erfassungsprogramm',
  'capture.cap': 'Die Erfassung mit cap',
  'capture.capNotBuilt': 'Das npm-Paket cap ist hier nicht gebaut',
  'capture.capNotInstalled':
    'cap gehört nicht zu einem installierten StreamChecker: Es läuft nur mit Node allein',
  'capture.mayNotRun': '{program} darf von diesem Benutzer nicht gestartet werden',
  'capture.notStarted': '{program} lässt sich nicht starten: {detail}',
  'capture.exited': '{program} hat sich unerwartet mit Status {status} beendet',
  'capture.exitedSaying': '{program} hat sich unerwartet mit Status {status} beendet: {detail}',
  'capture.killed': '{program} wurde unerwartet durch das Signal {signal} beendet',
  'capture.killedSaying': '{program} wurde unerwartet durch das Signal {signal} beendet: {detail}',
  'capture.unreadable': 'Das Erfassungsprogramm hat etwas Unlesbares geschickt: {what}',
  'capture.countTooLarge': 'Eine Zahl des Erfassungsprogramms liegt über 2^53 − 1',
  'capture.recordTooLarge': 'Eine Zahl liegt über {largest}',
  'capture.notListed': 'Die Schnittstellen lassen sich nicht auflisten: {detail}',
  'capture.noneNamed': 'Eine Schnittstelle namens {names} gibt es nicht',
  'capture.noneUp': 'Keine Netzwerkschnittstelle ist eingeschaltet',
  'capture.silent': 'Die Erfassung hat sich seit mehr als 5 Sekunden nicht gemeldet',
  'capture.notGiven': 'Das Aufzeichnen wurde nicht erlaubt: {why}',
  'capture.dismissed': 'Die Abfrage wurde abgebrochen',
  'capture.refused': 'Das System hat es verweigert',
  'capture.noPolkitAgent': 'In dieser Sitzung läuft kein polkit-Agent, der danach fragen könnte',
  'capture.pkexecFailed': 'pkexec konnte nicht fragen',
  'capture.pkexecSaid': 'pkexec konnte nicht fragen: {detail}',

  'capture.frame.time': 'die Zeit {time}',
  'capture.frame.sums': 'Flüsse, die nicht ihre Summe ergeben',
  'capture.frame.family': 'Adressfamilie {family}',
  'capture.frame.flowsLength': 'Flüsse von falscher Länge',
  'capture.frame.noInterval': 'ein Intervall von 0 ms',
  'capture.frame.timeBackwards': 'eine Zeit, die vor ihrem Beginn endet',
  'capture.frame.noTime': 'Zähler ohne Zeit',
  'capture.frame.counters': 'Zähler, die nicht ihre Summe ergeben',
  'capture.frame.version': 'Protokollversion {version} statt {known}',
  'capture.frame.problem': 'eine Störung von unbekannter Art',
  'capture.frame.type': 'ein Rahmen vom Typ {type}',
  'capture.frame.length': 'ein Rahmen vom Typ {type} mit {bytes} Bytes',

  'capture.remedy.path': 'Prüfen Sie den Pfad und seine Rechte',
  'capture.remedy.writeToFile': 'Schreiben Sie es in eine Datei, und lesen Sie diese',
  'capture.remedy.readAgain': 'Lesen Sie sie von vorn',
  'capture.remedy.listInterfaces': 'Die Schnittstellen nennt der Befehl streamchecker interfaces',
  'capture.remedy.filter':
    'Schreiben Sie ihn wie für tcpdump, zum Beispiel „udp port 53“ (siehe pcap-filter)',
  'capture.remedy.captureFile': 'Geben Sie eine Aufzeichnungsdatei an, pcap oder pcapng',
  'capture.remedy.reinstall': 'Installieren Sie StreamChecker neu',
  'capture.remedy.build': 'Bauen Sie es mit: make -C src-capture',
  'capture.remedy.rebuild':
    'Bauen Sie das Erfassungsprogramm neu (make -C src-capture), damit es zu dieser Version passt.',
  'capture.remedy.buildCap':
    'Installieren Sie einen C++-Compiler, Python 3 und die Header von libpcap, dann: node scripts/setup.mjs cap; oder lassen Sie --capture-engine weg: Das Erfassungsprogramm zählt genauer',
  'capture.remedy.withoutCap': 'Lassen Sie --capture-engine weg: Das Erfassungsprogramm zählt genauer',
  'capture.remedy.choose': 'Wählen Sie unter {names}, oder auto',
  'capture.remedy.noInterface': 'Dieser Rechner hat keine Netzwerkschnittstelle',
  'capture.remedy.bringUp': 'Schalten Sie eine ein, oder nennen Sie eine',
  'capture.remedy.silent':
    'Prüfen Sie, ob das Erfassungsprogramm angehalten wurde oder der Rechner überlastet ist',
  'capture.remedy.darwin':
    'Treten Sie der Gruppe bei, die /dev/bpf* lesen darf (access_bpf, die ChmodBPF von Wireshark einrichtet), oder starten Sie es als root',
  'capture.remedy.giveNetRaw': 'Geben Sie diesem Container oder Dienst die Capability CAP_NET_RAW',
  'capture.remedy.giveBpf': 'Geben Sie diesem Container oder Dienst die Capability CAP_BPF',
  'capture.remedy.logIn':
    'Melden Sie sich ab und wieder an: Sie sind in der Gruppe {group}, aber diese Sitzung begann vorher',
  'capture.remedy.joinGroup':
    'Treten Sie der Gruppe {group} bei, und melden Sie sich ab und wieder an: {command}',
  'capture.remedy.setcap':
    'Erlauben Sie dem Erfassungsprogramm das Aufzeichnen: {command} (oder starten Sie es als root)',
  'capture.remedy.setcapSums': 'Erlauben Sie dem Erfassungsprogramm, auch sein Programm zu laden: {command}',
  'capture.remedy.start': 'Starten Sie es mit: {command}',
  'capture.remedy.startOrRoot': 'Starten Sie es mit: {command} (oder als root)',
  'capture.remedy.noNewPrivileges':
    'Starten Sie es mit: {command} (eine Capability der Datei wirkt nicht, weil hier no_new_privs gesetzt ist), oder als root',
  'capture.remedy.nosuid':
    'Starten Sie es mit: {command} (eine Capability der Datei wirkt nicht, weil {mount} wie bei einem AppImage mit nosuid eingehängt ist), oder als root',
};
