import type { welcome as english } from '../en/welcome.ts';

export const welcome: typeof english = {
  welcome: {
    command: 'Erste Schritte…',
    title: 'Erste Schritte',
    window: (length) =>
      `StreamChecker summiert, was auf diesem Rechner vorbeikommt, in Fenstern von ${length}, aufs Byte genau, und nach Stunde, Tag und Monat.`,
    limit:
      'Eine Grenze sagt, wie viel in einem Fenster, an einem Tag oder in einem Monat höchstens oder mindestens fließen darf; verlässt der Verkehr sie, erfahren Sie es binnen einer Sekunde.',
    capture: 'Aufzeichnung',
    allow: 'Aufzeichnung erlauben…',
    interfaces: 'Schnittstellen',
    managed: 'Die Schnittstellen hat Ihre Administration gewählt.',
    limits: 'Erste Grenze',
    noLimit: 'Noch ist keine Grenze gesetzt: Summen werden gezeigt, nicht geprüft.',
    hasLimits: (limits) => `${limits} gesetzt.`,
    newLimit: 'Neue Grenze…',
    suggest: 'Grenzen vorschlagen…',
    suggested: (bytes, breaches, windows) =>
      `Vorschlag nach dem bisherigen Verkehr: höchstens ${bytes} je Fenster, was ${breaches} von ${windows} Fenstern verletzt hätten.`,
    suggestLater: 'Eine Grenze kann vorgeschlagen werden, sobald es 20 vollständige Fenster gibt.',
    notices: 'Meldungen',
    test: 'Eine Probemeldung senden',
    testing: 'Sendet…',
    taken:
      'Der Desktop hat sie angenommen. Haben Sie nichts gesehen, ist vielleicht „Nicht stören“ eingeschaltet.',
    notTaken:
      'Nichts auf diesem Desktop zeigt Meldungen. Alarme stehen im Fenster; die Einstellungen kennen andere Wege, davon zu erfahren.',
    refused: 'Der Desktop hat sie nicht gezeigt. Sehen Sie nach, ob StreamChecker melden darf.',
    off: 'Meldungen sind in den Einstellungen abgeschaltet: Alarme stehen allein im Fenster.',
    sendTest: 'Eine Probe senden',
    testBrokers: 'Die Verbindung prüfen',
    receiverTook: (name) => `Angekommen: ${name}.`,
    brokersFound: (report) => `Es geht: ${report}.`,
    close: 'Fertig',
    again: 'Die Hilfe öffnet dies wieder.',
  },
  problemReport: {
    command: 'Problem melden…',
    title: 'Ein Problem melden',
    hint: 'Was hilft, es zu finden. Passwörter, Adressen, Namen von Rechnern und Ihr eigener sind herausgenommen; Namen von Ordnern und Schnittstellen bleiben. Nichts verlässt diesen Rechner, solange Sie es nicht mitnehmen: Lesen Sie es, kopieren oder speichern Sie es, und fügen Sie es in Ihre Meldung ein.',
    gathering: 'Es wird nachgesehen, was StreamChecker braucht: Das dauert einige Sekunden…',
    copy: 'Kopieren',
    save: 'Als Datei speichern…',
    open: 'Seite für Meldungen öffnen',
    close: 'Schließen',
  },
};
