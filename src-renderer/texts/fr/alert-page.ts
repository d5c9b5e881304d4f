import { counted } from '../counted.ts';
import type { alertPage as english } from '../en/alert-page.ts';

export const alertPage: typeof english = {
  alertPage: {
    back: 'Toutes les alertes',
    loading: 'Recherche de ce qui en est conservé…',
    allTraffic: 'Le trafic total',
    traffic: (scope) => `Le trafic ${scope}`,
    breach: (traffic, name, isFiring, value, when) =>
      `${traffic} ${isFiring ? 'est' : 'a été'} ${name === 'max' ? 'au-dessus du maximum' : 'sous le minimum'} de ${value} : ${when}.`,
    silence: (agent, isFiring, when) =>
      `L’agent ${agent} ${isFiring ? 'ne donne pas de nouvelles' : 'n’a pas donné de nouvelles'} : ${when}.`,
    lasted: (span, isFiring, length) => `${span} (${length}${isFiring ? ' jusqu’ici' : ''})`,
    fired: (when) => `Déclenchée le ${when}, elle est toujours active.`,
    resolved: (fired, resolved) => `Déclenchée le ${fired}, elle a été résolue le ${resolved}.`,
    peak: (name, total, exact, span) =>
      `${name === 'max' ? 'Son pic' : 'Son total le plus bas'} a été de ${total} (${exact}) dans la fenêtre ${span}`,
    ofLimit: (share) => `, ${share} de la limite`,
    timesLimit: (factor) => `, ${factor} fois la limite`,
    exact: 'Ce total est exact.',
    exactSoFar: 'Ce total est exact jusqu’ici.',
    atLeast: (reasons) => `Ce total est une borne inférieure : ${reasons}.`,
    exactUnknown: 'On ne sait plus si ce total est exact.',
    madeMost: (pair, share) => `${pair} en a produit ${share}`,
    usually: (bytes) => ` ; dans une fenêtre précédente, cette paire faisait d’habitude ${bytes}`,
    usuallyNothing: ' ; dans les fenêtres précédentes, cette paire ne faisait d’habitude rien',
    whoUnknown: 'On ne sait pas quelles paires l’ont produit.',
    changed: (fresh, grown) => {
      if (fresh + grown === 0) return 'Au début, aucune paire n’était nouvelle ni n’avait grossi.';
      const parts = [
        ...(fresh > 0 ? [counted(fresh, 'paire était nouvelle', 'paires étaient nouvelles')] : []),
        ...(grown > 0 ? [counted(grown, 'paire avait grossi', 'paires avaient grossi')] : []),
      ];
      return `Au début, ${parts.join(' et ')}.`;
    },
    onlyLargest: (n) => ` Voici les ${n} qui ont le plus grossi.`,
    usualIs: (windows, span) =>
      `L’habituel est la médiane de ${counted(windows, 'fenêtre', 'fenêtres')}, ${span}.`,
    usualUnknown:
      'On ne sait pas ce qui est habituel : les paires des fenêtres précédentes ne sont pas conservées, ou ne disent pas ce que compte la limite.',
    who: 'Qui',
    whatChanged: 'Ce qui a changé',
    limit: 'La limite',
    comments: 'Commentaires',
    usual: 'Habituel',
    stored: 'Enregistrée',
    removed: 'Supprimée',
    noVersions: 'Aucune version n’en est enregistrée.',
    filter: 'Filtre de capture',
    comment: 'Commentaire',
    addComment: 'Ajouter un commentaire',
    noComments: 'Personne n’a encore rien écrit à son sujet.',
    show: 'Afficher cette alerte',
    copyText: 'Copier comme texte',
    copyFilter: 'Copier le filtre de capture',
    noFilter:
      'Aucun filtre de capture ne peut isoler ce trafic : ses paires sont inconnues, ou il s’agit d’un groupe de réseaux.',
    newLimit: 'Nouvelle limite d’après son pic…',
  },
};
