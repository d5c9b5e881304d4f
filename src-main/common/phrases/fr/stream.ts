import type { stream as english } from '../en/stream.ts';
import type { Translation } from '../phrase.ts';

export const stream: Translation<typeof english> = {
  'stream.passwordSealed': 'Le trousseau de clés n’ouvre pas le mot de passe des brokers {brokers}',
  'stream.passwordRefused': 'Les brokers {brokers} refusent le nom ou le mot de passe',
  'stream.notAllowed': 'Les brokers ne l’autorisent pas : {detail}',
  'stream.notTrusted': 'Pas de connexion de confiance avec {brokers} : {detail}',
  'stream.clockAhead': 'Les brokers n’acceptent pas d’enregistrements aussi en avance sur leur horloge',
  'stream.noTopic': 'Le topic n’existe pas',
  'stream.noTopicMade': 'Le topic {topic} n’existe pas, et ne peut pas être créé',
  'stream.unreachable': 'Pas de brokers à {brokers} : {detail}',
  'stream.tookTooLong':
    'Les brokers ont mis fin à une transaction : elle a duré trop longtemps, ou un autre vérificateur a commencé',
  'stream.noLeader': 'La partition {partition} de {topic} n’a pas de leader',
  'stream.agentInUse': 'Un autre producteur publie en tant qu’agent {agent}',
  'stream.checkerCopy':
    'Un autre vérificateur du groupe {group} tourne sur une copie de ce dossier de données, sur {host}',
  'stream.checkerDiffers':
    'Le vérificateur qui notifie pour le groupe {group}, sur {host}, additionne autre chose',
  'stream.condition': '« {text} » n’est pas une condition valide',
  'stream.sourceChanged': 'La source de {agent} a changé pendant la lecture',
  'stream.tooLarge': 'Un message de {length} caractères est trop grand pour {topic}, et a été abandonné',
  'stream.deleted':
    'Partition {partition} de {topic} : les brokers ont supprimé {count} enregistrements avant leur lecture ; un retention.ms plus long les conserve',
  'stream.madeAnew': 'Le topic {topic} a été recréé, et est lu depuis son début',
  'stream.wentBack':
    'Partition {partition} de {topic} : les brokers ont perdu les enregistrements à partir de {end}, dont ceux jusqu’à {offset} avaient été lus',
  'stream.standby': 'En réserve : un autre vérificateur notifie pour le groupe {group}',
  'stream.standbyOf': 'En réserve : le vérificateur sur {host} notifie pour le groupe {group}',
  'stream.connected': 'connecté à {brokers} ; {topic}',
  'stream.hasTopic': ({ topic, partitions }) =>
    `le topic ${topic} a ${partitions === 1 ? '1 partition' : `${partitions} partitions`}`,
  'stream.topicToBeMade': 'le topic {topic} n’existe pas encore : la première exécution le crée',
  'agents.ahead': 'L’horloge de chaque agent avance de plus de {minutes} min sur celle de cette machine',
  'agents.silent': ({ agents, more }) =>
    `Aucune nouvelle ${agents.length + more === 1 ? 'de l’agent' : 'des agents'} ${agents.join(', ')}${more > 0 ? ` et de ${more} de plus` : ''}`,

  'stream.remedy.passwordSealed':
    'Déverrouillez le trousseau de clés, ou saisissez de nouveau le mot de passe ; ce qui est capturé attend dans le spool',
  'stream.remedy.passwordRefused': 'Vérifiez le mécanisme SASL, le nom et le mot de passe',
  'stream.remedy.notAllowed': 'Autorisez ce compte à lire et à écrire les topics, et à utiliser ses groupes',
  'stream.remedy.notTrusted': 'Vérifiez l’autorité, le certificat client et sa clé, et que le port parle TLS',
  'stream.remedy.clockAhead':
    'Réglez l’horloge de cette machine, ou augmentez message.timestamp.after.max.ms du topic',
  'stream.remedy.noTopic': 'Créez le topic, ou autorisez ce compte à le créer',
  'stream.remedy.noTopicMade': 'Créez le topic, ou mettez STREAMCHECKER_KAFKA_CREATE_TOPICS à on',
  'stream.remedy.unreachable':
    'Vérifiez que les brokers fonctionnent et sont joignables ; ce qui est capturé attend dans le spool',
  'stream.remedy.tookTooLong':
    'Rien n’est perdu, elle est publiée de nouveau ; si cela dure, vérifiez si les brokers ou cette machine sont surchargés',
  'stream.remedy.noLeader':
    'Démarrez les brokers qui la détiennent ; les autres partitions sont lues entre-temps',
  'stream.remedy.agentInUse':
    'Arrêtez-le, ou donnez à celui-ci un dossier de données qui ne soit pas une copie de l’autre',
  'stream.remedy.checkerCopy':
    'L’un des deux ne notifie personne ; arrêtez-en un, ou donnez-lui un dossier de données qui ne soit pas une copie',
  'stream.remedy.checkerDiffers':
    'Donnez aux deux les mêmes topic, durée, pas et sélection, ou à celui-ci son propre groupe ; il ne notifie personne',
  'stream.remedy.condition': 'Écrivez par exemple « bytes >= 1000 and source in 10.0.0.0/8 »',
  'stream.remedy.sourceChanged': 'Recommencez la relecture avec un dossier de données vide',
  'agents.remedy.ahead':
    'Réglez l’horloge de cette machine ou celles des agents : aucune fenêtre ne se termine avant sa fin selon l’horloge de cette machine',
  'agents.remedy.silent':
    'Vérifiez qu’ils fonctionnent et joignent les brokers ; ce qu’ils capturent entre-temps manque aux totaux',
  'stream.limitsUnwritten':
    'Les limites ne peuvent pas être écrites pour le cluster : {problem} ; de nouvelles tentatives ont lieu',
  'stream.otherWindows': '{sums} a des fenêtres de {length}, et pas d’autres',
  'stream.otherVersion':
    'Les sommes de {sums} sont de la version {found} du job, et ce programme connaît la version {known}',
  'stream.notSummed': '{topic} n’a pas été additionné dans {sums} depuis au moins {seconds} s',
  'stream.remedy.otherWindows':
    'Vérifiez avec --window {length}, ou démarrez le job avec le --window de ce vérificateur',
  'stream.remedy.newerJob':
    'Mettez à jour ce programme, qui reprend alors là où il s’est arrêté : rien n’est perdu, et aucune fenêtre ne se termine entre-temps',
  'stream.remedy.olderJob':
    'Mettez streamchecker-cluster à la version de ce programme ; aucune fenêtre ne se termine entre-temps',
  'stream.remedy.notSummed':
    'Démarrez streamchecker-cluster, ou regardez ce qu’il affiche ; aucune fenêtre ne se termine entre-temps',
  'stream.noneToTest': 'Il n’y a pas encore de brokers à tester',
  'stream.remedy.noneToTest': 'Saisissez d’abord leurs adresses, et attendez que le moteur tourne avec eux',
  'agents.notHeard': 'Aucun agent {agent} ne s’est manifesté',
  'agents.remedy.notHeard':
    'Il est peut-être déjà oublié ; un agent seulement attendu peut ne plus être attendu',
  'agents.notExpected': 'L’agent {agent} n’est pas attendu',
  'agents.remedy.notExpected': 'La commande agents expect dit lesquels le sont',
  'agents.tooMany': 'Plus de {most} agents ne peuvent pas être attendus',
  'agents.remedy.tooMany': 'Retirez-en avec : agents expect --remove',
  'stream.notCompacted':
    'Le topic {topic} n’est pas compacté : les sommes remplacées restent, ou tout disparaît',
  'stream.noInstance': 'Aucune instance du job {job} ne fonctionne',
  'stream.topicMissing': 'Le topic {topic} n’existe pas',
  'stream.otherPartitions': 'Le topic {sums} a {summed} partitions, et {topic} en a {records}',
  'stream.lacksRight': 'Ce client n’a pas le droit {right}',
  'stream.rightOnTopic': '{right} sur le topic {name}',
  'stream.rightOnGroup': '{right} sur le groupe {name}',
  'stream.noTransactions': 'Les brokers n’ont pas de transactions',
  'stream.nothingSummed': 'Rien de {topic} n’a encore été additionné',
  'stream.remedy.startAgent': 'Démarrez un agent, qui le crée',
  'stream.remedy.notCompacted': 'Réglez sa cleanup.policy sur compact, ou sur compact,delete pour les sommes',
  'stream.remedy.startJob':
    'Démarrez streamchecker-cluster avec ces brokers et ces topics, ou regardez ce qu’il affiche',
  'stream.remedy.lacksRight': 'Donnez-le à ce compte par une ACL',
  'stream.remedy.noTransactions':
    'Faites-en fonctionner autant que le dit transaction.state.log.replication.factor, ou réduisez-le ; leurs journaux disent ce qui leur manque',
  'stream.remedy.otherPartitions': 'Supprimez {sums}, et démarrez le job sous un autre --application-id',
};
