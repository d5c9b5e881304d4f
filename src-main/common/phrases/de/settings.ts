import type { settings as english } from '../en/settings.ts';
import type { Translation } from '../phrase.ts';

export const settings: Translation<typeof english> = {
  'settings.sumsAlone': '--sums nennt ein Topic, und es gibt keine Broker',
  'settings.remedy.sumsAlone':
    'Geben Sie --brokers an (in der App kafka.brokers), oder lassen Sie --sums weg',
  'settings.clusterAlone': '--cluster braucht --brokers',
  'settings.remedy.clusterAlone': 'Geben Sie --brokers an, oder lassen Sie --cluster weg',
  'settings.publishAlone': 'Ohne --brokers wird nichts veröffentlicht',
  'settings.remedy.publishAlone':
    'Geben Sie --brokers an, oder lassen Sie --publish-when und --publish-mode weg',
  'settings.sumsAll': 'Mit --sums summiert ein Cluster allen Verkehr',
  'settings.remedy.sumsAll':
    'Lassen Sie --source und --destination weg, und setzen Sie Grenzen darauf; oder lassen Sie --sums weg',
  'settings.slideLonger': '--slide {slide} ist länger als --window {window}',
  'settings.remedy.slideLonger': 'Sonst würde Verkehr ausgelassen',
  'settings.noMultiple': '{name} {value} ist kein Vielfaches von --interval {interval}',
  'settings.remedy.changeOne': 'Ändern Sie eines davon',
  'settings.manyWindows': 'Bei --slide {slide} überlappen mehr als {most} Fenster von {size}',
  'settings.remedy.manyWindows': 'Nehmen Sie --slide {slide} oder länger',
  'settings.manyPanes': 'Fenster von {size} alle {slide} sind Summen von mehr als {most} Teilen',
  'settings.remedy.manyPanes': 'Wählen Sie ein --slide, das --window teilt',
  'settings.longRun': '„{said}“ ist länger, als ein Lauf dauern darf',
  'settings.remedy.longRun':
    'Geben Sie höchstens 24d an, oder lassen Sie es weg, und beenden Sie den Lauf selbst',
  'settings.integer': '„{said}“ muss eine ganze Zahl ab {least} sein',
  'settings.percentage': '„{said}“ muss ein Prozentwert von {least} bis {most} sein',
  'settings.remedy.percentage': 'Schreiben Sie 80 oder 80%',
  'settings.webhook': '„{said}“ ist keine gültige Webhook-URL',
  'settings.remedy.webhook': 'Schreiben Sie https://host/pfad',
  'settings.syslog': '„{said}“ ist keine gültige Syslog-Adresse',
  'settings.remedy.syslog':
    'Schreiben Sie udp://host:514, tcp://host:514 oder tcp://host:514?framing=line-feeds',
  'settings.program': '„{said}“ ist kein Programm mit seinen Argumenten',
  'settings.remedy.program': 'Schreiben Sie \'["programm","argument"]\'',
  'settings.group': '„{said}“ sagt nicht, was in der Gruppe ist',
  'settings.remedy.group': 'Schreiben Sie office=10.1.0.0/16,192.0.2.7',
  'settings.groupTwice':
    'Die Gruppe {name} steht zweimal da; schreiben Sie alles, was darin ist, in eine Liste',
  'settings.empty': 'Ein leerer Text nennt nichts',
  'settings.agent': '„{said}“ ist keine gültige Kennung eines Agenten',
  'settings.remedy.agent': 'Kopieren Sie die Kennung aus: agents list --format json',
  'settings.instant': '„{said}“ ist weder Datum noch Zeitpunkt',
  'settings.remedy.instant': 'Schreiben Sie 2026-01-31 oder 2026-01-31T08:00:00Z',
  'settings.brokers': '„{said}“ nennt keine Broker',
  'settings.remedy.brokers': 'Schreiben Sie etwa kafka1:9092,kafka2:9092',
  'settings.topic': '„{said}“ ist kein gültiger Name eines Topics',
  'settings.remedy.topic': 'Nehmen Sie Buchstaben, Ziffern, ".", "_" und "-"',
  'settings.choice': '„{said}“ steht nicht zur Wahl',
  'settings.noFolder': 'Ein leerer Text nennt keinen Ordner',
  'settings.strange': '{name} ist keine Einstellung',
  'settings.remedy.strange': 'Es gibt {known}',
  'settings.noMechanism': 'Ein Name und ein Passwort brauchen einen Mechanismus',
  'settings.strangeLine': '{path} hat eine Zeile, die nichts Bekanntes setzt',
  'settings.remedy.strangeLine': 'Bekannt sind {known}',
  'settings.fileNotJson': 'Die Einstellungen lassen sich nicht ändern: {path} ist kein gültiges JSON',
  'settings.remedy.fileNotJson': 'Berichtigen Sie die Datei, und versuchen Sie es noch einmal',
  'settings.noSuch': 'Diese Einstellung gibt es nicht',
  'settings.entry': '{key}: {problem}',
  'settings.linkNowhere':
    'Die Einstellungsdatei ist ein Link auf {target}, dessen Ordner es nicht gibt: Es gelten die Vorgaben, und keine Einstellung lässt sich speichern.',
  'settings.setAside':
    'Die Einstellungen waren nicht lesbar. Sie liegen jetzt in {aside}, und es gelten die Vorgaben.',
  'settings.brokenMeanwhile':
    'Die Datei ist kein gültiges JSON; es gelten weiter die Einstellungen von vorher.',
  'settings.policyUnusable':
    'Die Richtlinie {file} ist nicht brauchbar, deshalb sind Aktualisierungen aus: {reason}',
  'settings.notWritten': 'Die Einstellungen lassen sich nicht schreiben: {path}',
  'settings.remedy.notWritten': 'Machen Sie den Ordner beschreibbar',
  'settings.readByOthers': '{path} können andere als der Eigentümer lesen',
  'settings.unreadable': '{path} lässt sich nicht lesen ({code})',
  'settings.remedy.unreadable': 'Prüfen Sie Pfad und Rechte',
  'settings.fileUnreadable': 'Die Datei {path} lässt sich nicht lesen: {detail}',
  'settings.keyFile': 'Die Datei {path} ist leer, oder andere dürfen sie lesen',
  'settings.remedy.keyFile': 'Schreiben Sie den Schlüssel hinein, und dann chmod 600 {path}',
  'settings.manyArguments':
    'Zu viele Argumente: {strange} (eine Datei nennt man mit ihrem Pfad, wie ./{strange})',
  'settings.certificateAlone': 'Ein Zertifikat und sein Schlüssel gehören zusammen',
  'settings.remedy.certificateAlone':
    'Setzen Sie beide, kafka.certificate und kafka.key in der App, oder {prefix}CERTIFICATE und {prefix}KEY',
  'settings.saslAlone': 'SASL braucht einen Namen und ein Passwort',
  'settings.remedy.saslAlone':
    'Setzen Sie kafka.username und kafka.password in der App, oder {prefix}SASL_USERNAME und {prefix}SASL_PASSWORD',
  'settings.remedy.choice': ({ choices }) => `Wählen Sie ${choices.join(' oder ')}`,
  'settings.remedy.noMechanism': ({ name, mechanisms }) =>
    `Setzen Sie ${name} auf ${mechanisms.join(' oder ')}`,
};
