import type { stream as english } from '../en/stream.ts';
import type { Translation } from '../phrase.ts';

export const stream: Translation<typeof english> = {
  'stream.passwordSealed': 'Der Schlüsselbund öffnet das Passwort für die Broker {brokers} nicht',
  'stream.passwordRefused': 'Die Broker {brokers} weisen Name oder Passwort ab',
  'stream.notAllowed': 'Die Broker erlauben es nicht: {detail}',
  'stream.notTrusted': 'Keine vertrauenswürdige Verbindung zu {brokers}: {detail}',
  'stream.clockAhead': 'Die Broker erlauben keine Sätze, die ihrer Uhr so weit voraus sind',
  'stream.noTopic': 'Das Topic gibt es nicht',
  'stream.noTopicMade': 'Das Topic {topic} gibt es nicht, und es darf nicht angelegt werden',
  'stream.unreachable': 'Keine Broker unter {brokers}: {detail}',
  'stream.tookTooLong':
    'Die Broker haben eine Transaktion beendet: sie dauerte zu lange, oder ein anderer Prüfer hat begonnen',
  'stream.noLeader': 'Partition {partition} von {topic} hat keinen Leader',
  'stream.agentInUse': 'Ein anderer Produzent veröffentlicht als Agent {agent}',
  'stream.checkerCopy':
    'Ein anderer Prüfer der Gruppe {group} läuft auf {host} mit einer Kopie dieses Datenordners',
  'stream.checkerDiffers':
    'Der Prüfer auf {host}, der für die Gruppe {group} benachrichtigt, summiert etwas anderes',
  'stream.condition': '„{text}“ ist keine gültige Bedingung',
  'stream.sourceChanged': 'Die Quelle von {agent} hat sich während des Lesens geändert',
  'stream.tooLarge': 'Eine Nachricht von {length} Zeichen ist zu groß für {topic} und wurde verworfen',
  'stream.deleted':
    'Partition {partition} von {topic}: Die Broker haben {count} Sätze gelöscht, bevor sie gelesen waren; ein längeres retention.ms bewahrt sie auf',
  'stream.madeAnew': 'Das Topic {topic} wurde neu angelegt und wird von vorn gelesen',
  'stream.wentBack':
    'Partition {partition} von {topic}: Die Broker haben die Sätze ab {end} verloren, von denen die bis {offset} schon gelesen waren',
  'stream.standby': 'In Bereitschaft: Ein anderer Prüfer benachrichtigt für die Gruppe {group}',
  'stream.standbyOf': 'In Bereitschaft: Der Prüfer auf {host} benachrichtigt für die Gruppe {group}',
  'stream.notCompacted':
    'Das Topic {topic} wird nicht kompaktiert: Ersetzte Summen bleiben, oder alles verschwindet',
  'stream.noInstance': 'Keine Instanz des Jobs {job} läuft',
  'stream.topicMissing': 'Das Topic {topic} gibt es nicht',
  'stream.otherPartitions': 'Das Topic {sums} hat {summed} Partitionen, {topic} hat {records}',
  'stream.lacksRight': 'Dieser Client hat das Recht {right} nicht',
  'stream.rightOnTopic': '{right} auf dem Topic {name}',
  'stream.rightOnGroup': '{right} auf der Gruppe {name}',
  'stream.noTransactions': 'Die Broker haben keine Transaktionen',
  'stream.nothingSummed': 'Von {topic} wurde noch nichts summiert',
  'stream.limitsUnwritten':
    'Die Grenzen können nicht für den Cluster geschrieben werden: {problem}; es wird weiter versucht',
  'stream.otherWindows': '{sums} hat Fenster von {length} und keine anderen',
  'stream.otherVersion':
    'Die Summen in {sums} sind von Version {found} des Jobs, und dieses Programm kennt Version {known}',
  'stream.notSummed': '{topic} wurde seit mindestens {seconds} s nicht in {sums} summiert',
  'stream.connected': 'verbunden mit {brokers}; {topic}',
  'stream.hasTopic': ({ topic, partitions }) =>
    `das Topic ${topic} hat ${partitions === 1 ? '1 Partition' : `${partitions} Partitionen`}`,
  'stream.topicToBeMade': 'das Topic {topic} gibt es noch nicht: der erste Lauf legt es an',
  'agents.ahead': 'Die Uhr jedes Agenten geht der dieses Rechners um mehr als {minutes} min vor',
  'agents.silent': ({ agents, more }) =>
    `Keine Meldung von ${agents.length + more === 1 ? 'Agent' : 'den Agenten'} ${agents.join(', ')}${more > 0 ? ` und ${more} weiteren` : ''}`,

  'stream.remedy.passwordSealed':
    'Entsperren Sie den Schlüsselbund, oder geben Sie das Passwort noch einmal ein; was erfasst wird, wartet im Spool',
  'stream.remedy.passwordRefused': 'Prüfen Sie SASL-Mechanismus, Name und Passwort',
  'stream.remedy.notAllowed':
    'Lassen Sie dieses Konto die Topics lesen und schreiben und seine Gruppen benutzen',
  'stream.remedy.notTrusted':
    'Prüfen Sie Zertifizierungsstelle, Client-Zertifikat und Schlüssel, und ob der Port TLS spricht',
  'stream.remedy.clockAhead':
    'Stellen Sie die Uhr dieses Rechners, oder erhöhen Sie message.timestamp.after.max.ms des Topics',
  'stream.remedy.noTopic': 'Legen Sie das Topic an, oder erlauben Sie diesem Konto, es anzulegen',
  'stream.remedy.noTopicMade':
    'Legen Sie das Topic an, oder setzen Sie STREAMCHECKER_KAFKA_CREATE_TOPICS auf on',
  'stream.remedy.unreachable':
    'Prüfen Sie, ob die Broker laufen und erreichbar sind; was erfasst wird, wartet im Spool',
  'stream.remedy.tookTooLong':
    'Nichts ist verloren, es wird noch einmal veröffentlicht; bleibt es so, prüfen Sie, ob Broker oder dieser Rechner überlastet sind',
  'stream.remedy.noLeader':
    'Starten Sie die Broker, die sie halten; die anderen Partitionen werden weiter gelesen',
  'stream.remedy.agentInUse':
    'Beenden Sie ihn, oder geben Sie diesem einen Datenordner, der keine Kopie des anderen ist',
  'stream.remedy.checkerCopy':
    'Einer von beiden benachrichtigt niemanden; beenden Sie einen, oder geben Sie ihm einen Datenordner, der keine Kopie ist',
  'stream.remedy.checkerDiffers':
    'Geben Sie beiden dasselbe Topic, Fenster, denselben Versatz und dieselbe Auswahl, oder diesem eine eigene Gruppe; er benachrichtigt niemanden',
  'stream.remedy.startAgent': 'Starten Sie einen Agenten, der es anlegt',
  'stream.remedy.notCompacted':
    'Setzen Sie seine cleanup.policy auf compact, bei den Summen auch auf compact,delete',
  'stream.remedy.startJob':
    'Starten Sie streamchecker-cluster mit diesen Brokern und Topics, oder sehen Sie nach, was er ausgibt',
  'stream.remedy.lacksRight': 'Geben Sie es diesem Konto durch eine ACL',
  'stream.remedy.noTransactions':
    'Betreiben Sie so viele, wie transaction.state.log.replication.factor sagt, oder senken Sie es; ihre Protokolle sagen, was ihnen fehlt',
  'stream.remedy.otherPartitions':
    'Löschen Sie {sums}, und starten Sie den Job unter einer anderen --application-id',
  'stream.remedy.otherWindows':
    'Prüfen Sie mit --window {length}, oder starten Sie den Job mit dem --window dieses Prüfers',
  'stream.remedy.newerJob':
    'Aktualisieren Sie dieses Programm, das dann weitermacht, wo es stehen geblieben ist: nichts geht verloren, und indessen wird kein Fenster geschlossen',
  'stream.remedy.olderJob':
    'Bringen Sie streamchecker-cluster auf die Version dieses Programms; indessen wird kein Fenster geschlossen',
  'stream.remedy.notSummed':
    'Starten Sie streamchecker-cluster, oder sehen Sie nach, was er ausgibt; indessen wird kein Fenster geschlossen',
  'stream.remedy.condition': 'Schreiben Sie zum Beispiel „bytes >= 1000 and source in 10.0.0.0/8“',
  'stream.remedy.sourceChanged': 'Beginnen Sie von vorn mit einem leeren Datenordner',
  'agents.remedy.ahead':
    'Stellen Sie die Uhr dieses Rechners oder die der Agenten: kein Fenster schließt, bevor es nach der Uhr dieses Rechners zu Ende ist',
  'agents.remedy.silent':
    'Prüfen Sie, ob sie laufen und die Broker erreichen; was sie indessen erfassen, fehlt in den Summen',
  'stream.noneToTest': 'Es gibt noch keine Broker, die sich testen ließen',
  'stream.remedy.noneToTest':
    'Geben Sie zuerst ihre Adressen ein, und warten Sie, bis die Messung damit läuft',
  'agents.notHeard': 'Von einem Agenten {agent} ist nichts bekannt',
  'agents.remedy.notHeard':
    'Vielleicht ist er schon vergessen; einen, der nur erwartet wird, können Sie aus den erwarteten nehmen',
  'agents.notExpected': 'Der Agent {agent} wird nicht erwartet',
  'agents.remedy.notExpected': 'Welche erwartet werden, sagt der Befehl agents expect',
  'agents.tooMany': 'Mehr als {most} Agenten können nicht erwartet werden',
  'agents.remedy.tooMany': 'Entfernen Sie einige mit agents expect --remove',
};
