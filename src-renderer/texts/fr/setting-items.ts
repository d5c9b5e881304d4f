import type { settings as english } from '../en/settings.ts';

/** Titles and descriptions of the settings. */
export const settingItems: (typeof english)['settings']['items'] = {
  'appearance.theme': {
    title: 'Thème',
    description: 'Couleurs de la fenêtre ; « Comme le système » suit le bureau.',
  },
  'appearance.language': {
    title: 'Langue',
    description: 'Langue de la fenêtre ; « Comme le système » suit le bureau, si sa langue est proposée ici.',
  },
  'appearance.units': {
    title: 'Unités',
    description: 'Octets en puissances de 1024 (CEI) ou de 1000 (SI).',
  },
  'appearance.chartAxis': {
    title: 'Axe des graphiques',
    description:
      'Comment les octets se placent sur l’axe : régulièrement (linéaire), par puissances (logarithmique), ou régulièrement avec une coupure sous quelques barres géantes.',
  },
  'appearance.chartUsual': {
    title: 'Ce qui est habituel',
    description:
      'Montrer dans les graphiques des fenêtres et des heures ce qui est habituel à cette heure : médiane et quartiles des quatre dernières semaines.',
  },
  'capture.interfaces': {
    title: 'Interfaces',
    description:
      'Où capturer ; `auto` signifie : partout où le lien est établi, sauf sur les membres d’autres interfaces.',
  },
  'capture.filter': {
    title: 'Filtre',
    description:
      'Ne capturer que ce qui correspond à ce filtre BPF, par exemple `tcp port 443` ; vide pour tout.',
  },
  'capture.engine': {
    title: 'Moteur de capture',
    description:
      'Ce qui capture : le programme fourni, le même avec `ebpf` (le noyau additionne ; environ 0,6 du coût jusqu’à quelques milliers de paires), ou le paquet npm `cap`, qui coûte plus cher et ne compte pas les pertes.',
  },
  'capture.promiscuous': {
    title: 'Trafic des autres',
    description:
      'Capturer aussi ce qui n’est pas adressé à cette machine, là où l’interface le voit, par exemple sur un port miroir.',
  },
  'windows.length': {
    title: 'Durée',
    description:
      'Durée des fenêtres, par exemple `300s`, `5m` ou `1h`. Des fenêtres de durées différentes restent séparées.',
  },
  'windows.slide': {
    title: 'Pas',
    description:
      'Écart entre les débuts ; plus court que la durée, les fenêtres se chevauchent. Vide : la durée.',
  },
  'windows.lateness': {
    title: 'Tolérance de retard',
    description: 'Combien de temps une fenêtre attend, après sa fin, les enregistrements tardifs.',
  },
  'windows.sources': {
    title: 'Sources',
    description: 'N’additionner que ce qu’envoient ces adresses et réseaux ; aucune pour tous.',
  },
  'windows.destinations': {
    title: 'Destinations',
    description: 'N’additionner que ce qui va vers ces adresses et réseaux ; aucune pour tous.',
  },
  'periods.names': {
    title: 'Périodes',
    description:
      'Additionner aussi par ces périodes : `1h`, `week`, `month@15` (à partir du 15) ou `year`. Toujours par heure, jour et mois, et par celles que visent des limites.',
  },
  'periods.timeZone': {
    title: 'Fuseau horaire',
    description:
      'Fuseau horaire où commencent les jours, semaines, mois et années, par exemple `Europe/Paris`. Vide : celui du système.',
  },
  'networks.home': {
    title: 'Réseaux internes',
    description:
      'Réseaux d’où le trafic sort et où il entre : adresses, réseaux et groupes tels que `@office`. `auto` désigne les réseaux privés et ceux des interfaces.',
  },
  'networks.groups': {
    title: 'Groupes de réseaux',
    description:
      'Noms de réseaux, par exemple `"office": ["10.1.0.0/16", "@lab"]` ; à utiliser comme `@office` pour les sources et destinations de capture, les limites et les sourdines, les réseaux internes et le filtre des paires.',
  },
  'limits.source': {
    title: 'Source',
    description:
      'Source des limites : un fichier JSON ou CSV, ou `postgres://…`. Vide : la dernière importée dans la fenêtre.',
  },
  'limits.refresh': {
    title: 'Synchronisation',
    description: 'Quand les limites sont relues : `continuous`, `manual` ou un intervalle tel que `20m`.',
  },
  'alerts.for': {
    title: 'Franchissements de suite',
    description: 'Ne déclencher qu’après ce nombre de fenêtres consécutives ayant franchi la limite.',
  },
  'alerts.clear': {
    title: 'Fin à partir de',
    description: 'Ne résoudre que lorsqu’une fenêtre se termine ce pourcentage en deçà de la limite.',
  },
  'alerts.repeat': {
    title: 'Répéter',
    description: 'Rappeler une alerte que personne n’a acquittée : toutes les `4h`, ou `never` pour jamais.',
  },
  'alerts.warn': {
    title: 'Avertir',
    description: 'Signaler quand un total approche de son maximum, une fois par fenêtre.',
  },
  'alerts.warnAt': {
    title: 'Proche dès',
    description: 'Pourcentage du maximum à partir duquel un total est considéré comme proche.',
  },
  'alerts.webhook': {
    title: 'Webhook',
    description: 'Y envoyer les alertes en JSON : `https://host/path`. Vide pour aucun.',
  },
  'alerts.webhookSecret': {
    title: 'Secret du webhook',
    description:
      'Secret qui signe ce qui est envoyé (HMAC-SHA256). Le trousseau de clés de votre bureau le scelle, comme le mot de passe des brokers.',
  },
  'alerts.syslog': {
    title: 'Syslog',
    description:
      'Envoyer les alertes à ce serveur syslog : `udp://host:514` ou `tcp://host:514`. Vide pour aucun.',
  },
  'alerts.command': {
    title: 'Commande',
    description:
      'Exécuter ce programme pour chaque alerte ; elle lui arrive en JSON sur son entrée. Avec des arguments sous forme de liste JSON, par exemple `["logger","-t","streamchecker"]`. Vide pour aucun.',
  },
  'retention.pairs': {
    title: 'Paires',
    description:
      'Combien de temps conserver les paires, à partir de `2d` : d’abord par fenêtre, puis par heure. Les totaux restent. Elles occupent le plus de place.',
  },
  'retention.windowPairs': {
    title: 'Paires de chaque fenêtre',
    description:
      'Combien de temps conserver les paires par fenêtre, à partir de `2d` ; ensuite restent les sommes d’heures entières.',
  },
  'retention.windows': {
    title: 'Fenêtres',
    description: 'Combien de temps conserver les fenêtres avec leurs totaux et leurs verdicts.',
  },
  'retention.alerts': {
    title: 'Alertes',
    description: 'Combien de temps conserver les alertes résolues.',
  },
  'retention.size': {
    title: 'Taille',
    description:
      'Ce que l’historique peut occuper, hors liste de tous les hôtes, par exemple `2 GB` : au-delà partent les paires les plus anciennes, puis les fenêtres les plus anciennes. Deux jours restent. Vide pour illimité.',
  },
  'kafka.brokers': {
    title: 'Brokers',
    description:
      'Brokers Apache Kafka, `host:port`, qui portent les enregistrements de flux ; aucun pour le journal intégré.',
  },
  'kafka.topic': {
    title: 'Topic',
    description: 'Topic des enregistrements de flux, quand il y a des brokers.',
  },
  'kafka.alertsTopic': {
    title: 'Topic des alertes',
    description: 'Topic des alertes, quand il y a des brokers.',
  },
  'kafka.sums': {
    title: 'Sommes d’un cluster',
    description:
      'Topic des sommes d’un cluster, par exemple `traffic-sums`, lu à la place des enregistrements de flux ; vide pour additionner ceux-ci.',
  },
  'kafka.tls': {
    title: 'TLS',
    description: 'Chiffrer la connexion aux brokers et vérifier leur identité.',
  },
  'kafka.ca': {
    title: 'Autorité de certification',
    description:
      'Fichier PEM de l’autorité avec laquelle vérifier les certificats des brokers ; vide pour les autorités publiques.',
  },
  'kafka.certificate': {
    title: 'Certificat client',
    description:
      'Fichier PEM du certificat auquel les brokers reconnaissent cette machine ; vide pour aucun.',
  },
  'kafka.key': {
    title: 'Clé client',
    description: 'Fichier PEM de la clé du certificat client.',
  },
  'kafka.saslMechanism': {
    title: 'Authentification',
    description:
      'Comment le nom et le mot de passe sont présentés aux brokers (SASL) ; `none` s’ils n’en demandent pas.',
  },
  'kafka.username': {
    title: 'Nom d’utilisateur',
    description: 'Nom pour les brokers, s’ils en demandent un.',
  },
  'kafka.password': {
    title: 'Mot de passe',
    description:
      'Mot de passe pour les brokers. Le trousseau de clés du bureau le scelle ; aucun autre compte et aucune copie du fichier ne peuvent le lire.',
  },
  'app.startAtLogin': {
    title: 'Lancer à l’ouverture de session',
    description: 'Lancer StreamChecker quand vous ouvrez une session.',
  },
  'app.startHidden': {
    title: 'Lancer sans fenêtre',
    description:
      'Démarrer sans fenêtre, dans la zone de notification ; la fenêtre s’ouvre de là, ou en relançant StreamChecker.',
  },
  'app.hardwareAcceleration': {
    title: 'Accélération matérielle',
    description:
      'Dessiner avec la carte graphique, pour de très grands écrans. Cela coûte de la mémoire. S’applique au prochain démarrage.',
  },
  'app.updates': {
    title: 'Mises à jour',
    description:
      'Quand l’AppImage et l’application macOS cherchent une version plus récente : une fois par jour, sur demande avec « Rechercher des mises à jour… », ou jamais. Rien n’est téléchargé sans votre accord.',
  },
  'notifications.enabled': {
    title: 'Activées',
    description: 'Notifier quand une limite est franchie, et quand c’est terminé.',
  },
  'notifications.doNotDisturb': {
    title: 'Ne pas déranger',
    description:
      'Heures sans notifications, par exemple `22:00-07:00` ; les alertes sont tout de même enregistrées. Vide pour aucune.',
  },
  'hosts.names': {
    title: 'Vos noms',
    description: 'Vos noms d’hôtes, par adresse, par exemple `"192.0.2.7": "imprimante"`.',
  },
  'hosts.reverseDns': {
    title: 'Noms du DNS',
    description:
      'Demander au DNS les noms des hôtes affichés. Ses serveurs apprennent alors quelles adresses vous consultez.',
  },
  'hosts.dnsServers': {
    title: 'Serveurs DNS',
    description:
      'Serveurs à interroger, sous la forme `192.0.2.53` ou `192.0.2.53:5353` ; vide pour ceux du système.',
  },
  'keyboard.shortcuts': {
    title: 'Raccourcis clavier',
    description:
      'Raccourcis par identifiant de commande, par exemple `"panel.toggle": "Mod+J"` ; vide pour retirer le raccourci.',
  },
};
