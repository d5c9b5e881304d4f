import { counted } from '../counted.ts';
import type { history as english } from '../en/history.ts';

export const history: typeof english = {
  history: {
    range: 'Plage',
    year: '1 an',
    export: (form) => `Exporter l’historique en ${form}`,
    earlier: 'Plus tôt',
    later: 'Plus tard',
    zoomIn: 'Zoom avant',
    zoomOut: 'Zoom arrière',
    compare: 'Comparer à la semaine précédente',
    weekBefore: 'Une semaine avant',
    everyDirection: 'Tous les sens',
    levels: { hour: 'plus grande fenêtre de chaque heure', day: 'plus grande fenêtre de chaque jour' },
    largest: 'Plus grande fenêtre',
    total: 'Total',
    inexact: (n) => `au moins : ${counted(n, 'fenêtre est incomplète', 'fenêtres sont incomplètes')}`,
    windows: 'Fenêtres',
    hintWindow:
      'Chaque barre est une fenêtre ; un clic montre ses paires et son verdict. Faites glisser pour vous déplacer, zoomez avec la molette.',
    hintRollup:
      'Chaque barre a la hauteur de la plus grande fenêtre de son heure ou de son jour ; un clic l’ouvre. Faites glisser pour vous déplacer, zoomez avec la molette.',
    window: 'Fenêtre',
    choose: 'Choisissez une fenêtre dans le graphique pour voir son verdict et ses paires.',
    scope: 'Hôte, réseau ou @groupe',
    allTraffic: 'Tout le trafic',
    showAll: 'Afficher tout le trafic',
    showOf: (host) => `Afficher l’historique de ${host}`,
    showPair: 'Afficher l’historique de cette paire',
    find: 'Afficher un hôte ou un réseau…',
    sent: 'Envoyé',
    received: 'Reçu',
    seenFirst: 'Vu la première fois',
    seenLast: 'Vu la dernière fois',
    seenNever: 'Aucun trafic n’a été vu dans cette plage.',
    peers: (n, isAll) => (isAll ? '' : 'Au moins ') + counted(n, 'correspondant', 'correspondants'),
    between: (peer) => `N’afficher que le trafic avec ${peer}`,
    unknownPairs: (bytes) => `au moins ; les paires de ${bytes} sont inconnues`,
    notWhole: (from) =>
      `La somme n’a pu être faite qu’à partir de cet instant : ${from}. Choisissez une plage plus courte.`,
    directionsNotWhole: (from) =>
      `Les directions du trafic n’ont pu être déterminées qu’à partir de cet instant : ${from}. Choisissez une plage plus courte.`,
    hintScope:
      'Chaque barre est ce que l’hôte ou le réseau a envoyé et reçu, d’après les paires conservées. Faites glisser pour vous déplacer, zoomez avec la molette.',
    series: 'Série',
    seriesOwn: 'surveillée maintenant',
    seriesOfFiles: 'fichiers de capture',
    seriesUntil: (end) => `fin : ${end}`,
    seriesOther:
      'Cette série n’est pas celle qui est surveillée maintenant. Ses totaux et ses limites sont affichés ; les paires, verdicts et alertes de ses fenêtres ne le sont pas.',
    seriesGone: 'La série affichée n’est plus enregistrée ; voici celle qui est surveillée maintenant.',
    hintSeries: 'Faites glisser pour vous déplacer, zoomez avec la molette.',
    scopeLimits: 'Limites applicables',
    limitsCaption: (n) => counted(n, 'limite', 'limites'),
    moreLimits: (n) => `et ${n} de plus`,
    noScopeLimits: 'Aucune limite ne le nomme, ni un réseau qui le contient.',
    noScopeAlerts:
      'Aucune alerte d’une telle limite, ni aucune dont il figure parmi les cinq plus grandes paires.',
    olderAlerts: 'Il peut y en avoir de plus anciennes.',
    allPairs: (pairs) => `Afficher les ${pairs}`,
    saved: (path) => `Enregistré sous ${path}.`,
  },
};
