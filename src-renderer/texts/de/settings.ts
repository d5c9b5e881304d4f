import { appearanceItems } from './appearance-settings.ts';
import type { settings as english } from '../en/settings.ts';

export const settings: typeof english = {
  settings: {
    search: 'Einstellungen durchsuchen',
    found: (n) => (n === 1 ? '1 Einstellung gefunden' : `${n} Einstellungen gefunden`),
    none: 'Keine Einstellung passt. Versuchen Sie es mit weniger Buchstaben.',
    openFile: 'settings.json öffnen',
    file: 'Datei',
    reset: 'Auf den Standard zurücksetzen',
    copyId: 'Kennung kopieren',
    actions: (title) => `Aktionen für ${title}`,
    overridden: (option) => `In diesem Lauf geht die Befehlszeile vor (--${option}).`,
    restarts: 'Bei einer Änderung startet die Engine neu; nichts geht verloren.',
    changed: 'Geändert',
    contents: 'Inhalt',
    listHint: 'Durch Kommas trennen.',
    sealed: 'Gesetzt und versiegelt',
    space: (file: string, free: string) =>
      `Die Datenbank belegt ${file}; davon sind ${free} frei für Kommendes.`,
    in90Days: (bytes: string) =>
      `Bei der Rate der letzten Stunden belegt der Verlauf nach 90 Tagen etwa ${bytes}.`,
    used: {
      pairs: (records: string, bytes: string) => `Jetzt etwa ${bytes}, die Paare von ${records} Fenstern.`,
      windows: (records: string, bytes: string) => `Jetzt etwa ${bytes}, ${records} Fenster.`,
      alerts: (records: string, bytes: string) => `Jetzt etwa ${bytes}, ${records} Alarme.`,
    },
    groups: {
      appearance: 'Erscheinungsbild',
      capture: 'Aufzeichnung',
      windows: 'Fenster',
      periods: 'Zeiträume',
      networks: 'Netze',
      limits: 'Grenzen',
      alerts: 'Alarme',
      notifications: 'Benachrichtigungen',
      keyboard: 'Tastatur',
      app: 'App',
      hosts: 'Rechner',
      retention: 'Aufbewahrung',
      kafka: 'Kafka',
    },
    options: {
      system: 'Wie das System',
      light: 'Hell',
      dark: 'Dunkel',
      'high contrast': 'Hoher Kontrast',
      en: 'English',
      de: 'Deutsch',
      fr: 'Français',
      iec: 'IEC: KiB, MiB, GiB',
      si: 'SI: kB, MB, GB',
      linear: 'Linear',
      logarithmic: 'Logarithmisch',
      cut: 'Mit Schnitt',
      manual: 'Auf Wunsch',
      daily: 'Einmal am Tag',
      off: 'Aus',
    },
    items: {
      ...appearanceItems,
      'capture.interfaces': {
        title: 'Schnittstellen',
        description:
          'Wo aufgezeichnet wird; `auto` heißt: überall, wo die Verbindung steht, ohne Teile anderer.',
      },
      'capture.filter': {
        title: 'Filter',
        description:
          'Nur aufzeichnen, was diesem BPF-Filter entspricht, etwa `tcp port 443`; leer für alles.',
      },
      'capture.engine': {
        title: 'Erfasst mit',
        description:
          'Was aufzeichnet: der mitgelieferte Helfer, derselbe mit `ebpf` (der Kernel summiert; rund 0,6 des Aufwands bei bis zu einigen tausend Paaren), oder das npm-Paket `cap`, das mehr kostet und Verluste nicht zählt.',
      },
      'capture.promiscuous': {
        title: 'Auch Fremdes',
        description:
          'Auch aufzeichnen, was nicht an diesen Rechner gerichtet ist, soweit die Schnittstelle es sieht, etwa an einem gespiegelten Port.',
      },
      'windows.length': {
        title: 'Länge',
        description:
          'Länge der Fenster, etwa `300s`, `5m` oder `1h`. Fenster verschiedener Länge bleiben getrennt.',
      },
      'windows.slide': {
        title: 'Abstand',
        description: 'Abstand der Anfänge; kürzer als die Länge überlappen sie sich. Leer: die Länge.',
      },
      'windows.lateness': {
        title: 'Nachlauf',
        description: 'Wie lange ein Fenster nach seinem Ende auf verspätete Sätze wartet.',
      },
      'windows.sources': {
        title: 'Quellen',
        description: 'Nur summieren, was diese Adressen und Netze senden; keine für alle.',
      },
      'windows.destinations': {
        title: 'Ziele',
        description: 'Nur summieren, was an diese Adressen und Netze geht; keine für alle.',
      },
      'periods.names': {
        title: 'Zeiträume',
        description:
          'Auch nach diesen Zeiträumen summieren: `1h`, `week`, `month@15` (vom 15. an) oder `year`. Stunden, Tage und Monate immer, ebenso, worauf Grenzen sich beziehen.',
      },
      'periods.timeZone': {
        title: 'Zeitzone',
        description:
          'Zeitzone, in der Tage, Wochen, Monate und Jahre beginnen, etwa `Europe/Berlin`. Leer: die des Systems.',
      },
      'networks.home': {
        title: 'Heimnetze',
        description:
          'Netze, aus denen Verkehr hinausgeht und in die er hereinkommt: Adressen, Netze und Gruppen wie `@office`. `auto` steht für private Netze und die der Schnittstellen.',
      },
      'networks.groups': {
        title: 'Gruppen von Netzen',
        description:
          'Namen für Netze, etwa `"office": ["10.1.0.0/16", "@lab"]`; als `@office` zu verwenden für Quellen und Ziele von Aufzeichnung, Grenzen und Stummschaltungen, für Heimnetze und im Filter der Paare.',
      },
      'limits.source': {
        title: 'Quelle',
        description:
          'Quelle der Grenzen: eine JSON- oder CSV-Datei oder `postgres://…`. Leer: die zuletzt im Fenster importierte.',
      },
      'limits.refresh': {
        title: 'Abgleich',
        description: 'Wann Grenzen neu gelesen werden: `continuous`, `manual` oder ein Zeitraum wie `20m`.',
      },
      'alerts.for': {
        title: 'Verletzungen in Folge',
        description: 'Erst auslösen, wenn so viele Fenster hintereinander die Grenze verlassen haben.',
      },
      'alerts.clear': {
        title: 'Ende erst ab',
        description: 'Erst beenden, wenn ein Fenster so viele Prozent innerhalb der Grenze schließt.',
      },
      'alerts.repeat': {
        title: 'Wiederholen',
        description:
          'Wieder an einen Alarm erinnern, den niemand quittiert hat: alle `4h`, oder `never` für nie.',
      },
      'alerts.warn': {
        title: 'Warnen',
        description: 'Melden, wenn eine Summe ihrem Maximum nahekommt, einmal je Fenster.',
      },
      'alerts.warnAt': {
        title: 'Nahe ab',
        description: 'Prozent des Maximums, ab denen eine Summe als nahe gilt.',
      },
      'alerts.webhook': {
        title: 'Webhook',
        description: 'Alarme als JSON dorthin senden: `https://host/pfad`. Leer für keinen.',
      },
      'alerts.webhookSecret': {
        title: 'Schlüssel des Webhooks',
        description:
          'Schlüssel, der das Gesendete signiert (HMAC-SHA256). Der Schlüsselbund Ihres Desktops versiegelt ihn, wie das Passwort für die Broker.',
      },
      'alerts.syslog': {
        title: 'Syslog',
        description:
          'Alarme an diesen Syslog-Server senden: `udp://host:514` oder `tcp://host:514`. Leer für keinen.',
      },
      'alerts.command': {
        title: 'Befehl',
        description:
          'Dieses Programm für jeden Alarm ausführen; er steht als JSON auf dessen Eingabe. Mit Argumenten als JSON-Liste, etwa `["logger","-t","streamchecker"]`. Leer für keines.',
      },
      'retention.pairs': {
        title: 'Paare',
        description:
          'Wie lange Paare aufbewahrt werden, ab `2d`: erst nach Fenstern, dann nach Stunden. Summen bleiben. Sie belegen den meisten Platz.',
      },
      'retention.windowPairs': {
        title: 'Paare jedes Fensters',
        description:
          'Wie lange Paare nach Fenstern aufbewahrt werden, ab `2d`; danach bleiben die Summen ganzer Stunden.',
      },
      'retention.windows': {
        title: 'Fenster',
        description: 'Wie lange Fenster mit ihren Summen und Urteilen aufbewahrt werden.',
      },
      'retention.alerts': {
        title: 'Alarme',
        description: 'Wie lange gelöste Alarme aufbewahrt werden.',
      },
      'retention.size': {
        title: 'Größe',
        description:
          'Was der Verlauf außer der Liste aller Hosts belegen darf, etwa `2 GB`: darüber gehen die ältesten Paare, dann die ältesten Fenster. Zwei Tage bleiben. Leer für unbegrenzt.',
      },
      'kafka.brokers': {
        title: 'Broker',
        description:
          'Apache-Kafka-Broker, `host:port`, die die Flow-Sätze tragen; keine für das eingebaute Log.',
      },
      'kafka.topic': { title: 'Topic', description: 'Topic der Flow-Sätze, wo es Broker gibt.' },
      'kafka.alertsTopic': { title: 'Topic der Alarme', description: 'Topic der Alarme, wo es Broker gibt.' },
      'kafka.sums': { title: 'Clustersummen', description: 'Topic, aus dem sie kommen; leer für keine.' },
      'kafka.tls': {
        title: 'TLS',
        description: 'Die Verbindung zu den Brokern verschlüsseln und prüfen, wer sie sind.',
      },
      'kafka.ca': {
        title: 'Zertifizierungsstelle',
        description:
          'PEM-Datei der Stelle, gegen die die Zertifikate der Broker geprüft werden; leer für die allgemein bekannten.',
      },
      'kafka.certificate': {
        title: 'Client-Zertifikat',
        description:
          'PEM-Datei mit dem Zertifikat, an dem die Broker diesen Rechner erkennen; leer für keines.',
      },
      'kafka.key': {
        title: 'Client-Schlüssel',
        description: 'PEM-Datei mit dem Schlüssel zum Client-Zertifikat.',
      },
      'kafka.saslMechanism': {
        title: 'Anmeldung',
        description:
          'Wie Name und Passwort den Brokern gezeigt werden (SASL); `none`, wo keine verlangt werden.',
      },
      'kafka.username': { title: 'Name', description: 'Name für die Broker, wo sie einen verlangen.' },
      'kafka.password': {
        title: 'Passwort',
        description:
          'Passwort für die Broker. Der Schlüsselbund des Desktops versiegelt es; kein anderes Konto und keine Kopie der Datei kann es lesen.',
      },
      'app.startAtLogin': {
        title: 'Beim Anmelden starten',
        description: 'StreamChecker beim Anmelden starten.',
      },
      'app.startHidden': {
        title: 'Verborgen starten',
        description:
          'Ohne Fenster in der Leiste starten; von dort, oder durch erneutes Starten, wird es geöffnet.',
      },
      'app.hardwareAcceleration': {
        title: 'Hardwarebeschleunigung',
        description:
          'Mit der Grafikkarte zeichnen, für sehr große Bildschirme. Das kostet Speicher. Gilt ab dem nächsten Start.',
      },
      'app.updates': {
        title: 'Aktualisierungen',
        description:
          'Wann das AppImage und die App für macOS nach einer neueren Version suchen: einmal am Tag, auf Wunsch mit „Nach Aktualisierungen suchen …“, oder nie. Nichts wird geladen, bevor Sie es sagen.',
      },
      'notifications.enabled': {
        title: 'Eingeschaltet',
        description: 'Benachrichtigen, wenn eine Grenze verletzt wird, und wenn das vorbei ist.',
      },
      'notifications.doNotDisturb': {
        title: 'Nicht stören',
        description:
          'Stunden ohne Benachrichtigungen, etwa `22:00-07:00`; Alarme werden trotzdem festgehalten. Leer für keine.',
      },
      'hosts.names': {
        title: 'Eigene Namen',
        description: 'Ihre Namen für Rechner nach ihrer Adresse, etwa `"192.0.2.7": "Drucker"`.',
      },
      'hosts.reverseDns': {
        title: 'Namen aus dem DNS',
        description:
          'Das DNS nach den Namen der Rechner fragen, die gezeigt werden. Seine Server erfahren dann, welche Adressen Sie ansehen.',
      },
      'hosts.dnsServers': {
        title: 'DNS-Server',
        description:
          'Server, die nach Namen gefragt werden, als `192.0.2.53` oder `192.0.2.53:5353`; leer für die des Systems.',
      },
      'keyboard.shortcuts': {
        title: 'Tastenkürzel',
        description:
          'Tastenkürzel nach der Kennung ihres Befehls, etwa `"panel.toggle": "Mod+J"`; ein leeres nimmt das Kürzel weg.',
      },
    },
  },
  keyboard: {
    title: 'Tastenkürzel',
    search: 'Tastenkürzel durchsuchen',
    command: 'Befehl',
    shortcut: 'Tasten',
    change: (command) => `Tastenkürzel ändern: ${command}`,
    press: 'Neue Tasten drücken; Escape lässt alles, wie es ist, Rücktaste nimmt das Kürzel weg.',
    reset: 'Zurücksetzen',
    resetOf: (command) => `Tastenkürzel zurücksetzen: ${command}`,
    conflict: (commands) => `Auch: ${commands}`,
    unset: 'keine',
  },
};
