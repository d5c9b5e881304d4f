import { counted } from '../counted.ts';
import type { states as english } from '../en/states.ts';

export const states: typeof english = {
  windowStates: {
    within: 'Dans les limites',
    withinSoFar: 'Dans les limites jusqu’ici',
    withinAsCounted: 'Dans les limites pour ce qui est compté',
    above: 'Au-dessus du max',
    below: 'Sous le min',
    unchecked: {
      'no-limit': 'Aucune limite en vigueur',
      'had-no-limit': 'Aucune limite n’était en vigueur',
      'may-lack': 'Non contrôlé : sous le min, mais il peut manquer quelque chose',
    },
    open: 'en cours',
    corrected: (times) => (times === 1 ? 'corrigée une fois' : `corrigée ${times} fois`),
  },
  captureStates: {
    starting: 'Démarrage',
    capturing: 'Capture en cours',
    silent: 'Sans nouvelles',
    restarting: 'Redémarrage',
    paused: 'En pause',
    stopped: 'Arrêtée',
    failed: 'Aucune capture',
  },
  imported: ({ added, changed, removed, unchanged }) =>
    `${counted(added, 'limite ajoutée', 'limites ajoutées')} ; modifiées : ${changed}, supprimées : ${removed}, inchangées : ${unchanged}`,
  exactness: {
    inWindows: 'il manque des paquets dans certaines de ses fenêtres',
    atLeast: (reasons) => `au moins : ${reasons}`,
    nothing: 'rien n’a été capturé',
    waiting: 'le trafic n’est pas compté pour l’instant',
    queued: (packets) =>
      counted(packets, 'paquet attend d’être enregistré', 'paquets attendent d’être enregistrés'),
    spooled: (records) =>
      `${counted(records, 'enregistrement attend', 'enregistrements attendent')} les brokers`,
    unread: (records) =>
      counted(
        records,
        'enregistrement attend d’être additionné',
        'enregistrements attendent d’être additionnés',
      ),
  },
  status: {
    label: 'État',
    connecting: 'Connexion',
    waiting: 'En attente du moteur',
    engineFailed: 'Moteur en échec',
    engineRestarting: 'Redémarrage du moteur',
    engineSilent: 'Le moteur ne répond pas',
    capturing: (packets, interfaces) => `Capture de ${packets} sur ${interfaces}`,
    dropped: (count) => `Perdus : ${count}`,
    dropsUnknown: 'Pertes inconnues',
    dropsUntold: 'Une capture par cap ne dit pas ce que perd le noyau',
    droppedBy: (kernel, interfaces, queue) =>
      `Perdus par le noyau : ${kernel}, par les interfaces : ${interfaces}, dans la file d’attente : ${queue}`,
    problems: (errors, warnings) =>
      `${counted(errors, 'erreur', 'erreurs')}, ${counted(warnings, 'avertissement', 'avertissements')}`,
    log: (lag) => `Journal : ${lag} de retard`,
    logCurrent: 'Journal à jour',
    logTitle: (topic) =>
      topic === ''
        ? 'Enregistrements de flux du journal qui ne sont pas encore additionnés'
        : `Topic ${topic} : enregistrements de flux du journal qui ne sont pas encore additionnés`,
    logStates: {
      connecting: (n) => `Connexion au journal, ${n} en attente`,
      connected: (n) => n,
      disconnected: (n) => `Journal injoignable, ${n} en attente`,
    },
    noWindow: 'Pas encore de fenêtre',
    windowLeft: (span) => `Reste de la fenêtre ${span}`,
    noLimits: 'Aucune limite',
    unjudged: (n) => ` (non contrôlées : ${n})`,
    sync: (when) => `synchro ${when}`,
    neverSynced: 'Les limites n’ont jamais été synchronisées',
    lastSynced: (when) => `Limites synchronisées ${when}`,
    noAlerts: 'Aucune alerte',
    noneFiring: 'Aucune alerte active',
    firing: (n) => counted(n, 'alerte active', 'alertes actives'),
    showNewestAlert: 'Afficher la dernière alerte',
  },
  problems: {
    label: 'Problèmes',
    parts: {
      engine: 'Moteur',
      capture: 'Capture',
      stream: 'Journal',
      store: 'Stockage',
      agents: 'Agents',
      limits: 'Limites',
      alerts: 'Alertes',
      settings: 'Paramètres',
      notice: 'Remarque',
    },
    engineRestarts: 'Le moteur s’est arrêté et redémarre ; ce qui est affiché est le dernier état connu.',
    engineOff: 'Le moteur est arrêté.',
    engineSilent:
      'Le moteur ne répond plus depuis quelques secondes ; ce qui est affiché est le dernier état connu, et du trafic peut ne pas être compté.',
    engineSilentRemedy:
      'Si cela dure, vérifiez si le processus est suspendu ou la machine surchargée, puis quittez et relancez StreamChecker.',
    since: (when) => `depuis ${when}`,
    more: (n) => `${n} de plus`,
    paused: 'En pause. Rien n’est capturé, et les fenêtres le disent.',
    none: 'Aucun problème : tout fonctionne normalement.',
  },
};
