import { alertTexts } from '../../../src-main/common/texts/alert-texts.ts';
import { counted } from '../counted.ts';
import type { limits as english } from '../en/limits.ts';
import { limitDefects, noGroup } from './limit-defects.ts';

export const limits: typeof english = {
  limitsView: {
    all: 'Toutes les limites',
    shown: (n, all) => `${n} sur ${counted(all, 'limite', 'limites')}`,
    showAll: 'Afficher toutes les limites',
    none: 'Pas encore de limites',
    noneHint:
      'Écrivez-en une avec « Nouvelle limite… », ou importez un fichier avec les colonnes limit_name, limit_value et effective_date, en JSON ou en CSV ; les totaux seront alors contrôlés.',
    followed: (source) => `Source suivie : ${source}`,
    notFollowed: 'Aucune source n’est suivie.',
    sync: 'Synchroniser maintenant',
    undo: (origin) => `Annuler l’import de ${origin}`,
    undoEdit: (origin) => `Annuler la modification dans ${origin}`,
    undone: 'La modification a été annulée.',
    export: (form) => `Exporter les limites en ${form}`,
    origin: 'Origine',
    changes: { import: 'importée', sync: 'modifiée', edit: 'modifiée à la main', undo: 'annulée' },
    otherwise: (n, from, to) =>
      `${counted(n, 'fenêtre enregistrée aurait', 'fenêtres enregistrées auraient')} un autre verdict avec ces limites (${from} – ${to}). Les verdicts passés sont conservés.`,
  },
  limitTerms: alertTexts.fr.limitTerms,
  unjudged: {
    group: (name) => `Non contrôlée : ${noGroup(name)}`,
    label: 'non contrôlée',
    some: (n) =>
      `${counted(n, 'limite ne peut pas être contrôlée', 'limites ne peuvent pas être contrôlées')} dans cette exécution`,
    length: (period, length) => `Non contrôlée : ${period} n’est pas une somme de fenêtres de ${length}`,
    zone: (period, length, zone) =>
      `Non contrôlée : dans ${zone}, la période ${period} ne commence pas avec une fenêtre de ${length}`,
  },
  limitImport: {
    title: (file) => (file === '' ? 'Importer des limites' : `Importer des limites de ${file}`),
    reading: 'Lecture des limites…',
    import: 'Importer',
    importing: 'Import en cours…',
    cancel: 'Annuler',
    close: 'Fermer',
    badRows: (n) =>
      `${counted(n, 'ligne est inutilisable', 'lignes sont inutilisables')}. Rien n’est importé tant qu’il reste une ligne à corriger.`,
    nothingNew:
      'Elle contient ce qui est déjà en vigueur. Une fois importée, elle devient la source synchronisée.',
    follows: 'Elle devient la source synchronisée à partir de maintenant.',
    kinds: {
      added: 'ajoutées',
      changed: 'modifiées',
      removed: 'supprimées',
      unchanged: 'inchangées',
    },
    all: 'toutes',
    undo: 'Annuler l’import',
    preview: 'Aperçu',
    postgres: {
      label: 'Adresse de la table',
      hint: 'Un mot de passe qu’elle contient sert tant que StreamChecker tourne, et n’est jamais enregistré. PGPASSWORD ou ~/.pgpass en gardent un pour le prochain démarrage.',
    },
    past: {
      looking: 'Recherche de ce que ces limites auraient trouvé dans les 30 derniers jours…',
      none: 'Il n’y a aucune fenêtre des 30 derniers jours à laquelle confronter ces limites.',
      within: (windows) =>
        `${windows} des 30 derniers jours ont été examinées ; aucune n’aurait franchi une limite.`,
      breached: (breached, windows) =>
        `${windows} des 30 derniers jours ont été examinées ; auraient franchi une limite (${breached}) :`,
      newest: 'Seules les fenêtres les plus récentes ont été examinées : il y en a énormément.',
      otherwise: (n, from, to) =>
        `${counted(n, 'fenêtre a reçu', 'fenêtres ont reçu')} un autre verdict à la fin (${from} – ${to}). Les verdicts passés sont conservés.`,
      more: (n) => `et ${counted(n, 'autre limite', 'autres limites')}`,
    },
  },
  verdicts: {
    title: 'Jugée selon',
    none: 'Aucune limite n’était en vigueur.',
    unknown:
      'Une version plus ancienne a enregistré cette fenêtre, sans les limites selon lesquelles elle a été jugée.',
    more: (n) => `et ${counted(n, 'autre limite', 'autres limites')}`,
    pairsGone: 'Les paires de cette fenêtre ne sont plus conservées',
    from: (date) => `En vigueur à partir du ${date}`,
    outcomes: {
      breached: 'franchie',
      within: 'respectée',
      open: 'pas encore jugée',
      unchecked: 'verdict inconnu',
    },
  },
  limitForm: {
    command: 'Nouvelle limite…',
    forHost: (address) => `Nouvelle limite pour ${address}…`,
    forPair: 'Nouvelle limite…',
    fromBar: 'Nouvelle limite d’après cette barre…',
    fromWindow: 'Nouvelle limite d’après cette fenêtre…',
    title: 'Nouvelle limite',
    editTitle: 'Modifier la limite',
    edit: 'Modifier…',
    remove: 'Supprimer',
    editLabel: (limit) => `Modifier ${limit}`,
    disable: 'Désactiver',
    enable: 'Activer',
    off: 'désactivée',
    disableLabel: (limit) => `Désactiver ${limit}`,
    enableLabel: (limit) => `Activer ${limit}`,
    removeLabel: (limit) => `Supprimer ${limit}`,
    max: 'Au plus (max)',
    min: 'Au moins (min)',
    fields: {
      name: 'Limite',
      value: 'Octets',
      period: 'Par',
      source: 'De (source)',
      destination: 'Vers (destination)',
      direction: 'Sens',
      agent: 'Relevé par (agent)',
      hours: 'Heures et jours de la semaine',
      warnAt: 'Avertir dès, en pour cent',
      effective: 'En vigueur à partir du',
      title: 'Nom',
      note: 'Note',
    },
    periods: 'fenêtre ; ou 1h, day, week, month@15, year',
    anyAddress: 'toutes ; ou 10.0.0.0/8, @office',
    anyDirection: 'tous',
    anyAgent: 'tous',
    anyTitle: 'par exemple Sauvegarde du bureau',
    fromNow: 'maintenant ; ou 2026-01-31',
    past: {
      windows: (windows, breached) =>
        `Sur ${windows} fenêtres des 30 derniers jours, ${breached} l’auraient franchie.`,
      periods: (periods, breached) => `Sur ${periods} périodes passées, ${breached} l’auraient franchie.`,
    },
    newest: 'Seules les fenêtres les plus récentes ont été examinées : il y en a énormément.',
    noPast: 'Le passé ne contient pas de sommes pour une telle limite.',
    judged: 'Elle peut être contrôlée ici.',
    unjudged: (reason) => `Elle ne peut pas être contrôlée ici : ${reason}.`,
    into: (source) => `Elle va dans ${source}.`,
    intoOwn: 'Elle va dans un fichier du dossier de données, suivi à partir de ce moment.',
    save: 'Enregistrer',
    cancel: 'Annuler',
    done: {
      added: (limit, source) => `${limit} : limite ajoutée à ${source}.`,
      changed: (limit, source) => `${limit} : limite modifiée dans ${source}.`,
      disabled: (limit, source) => `${limit} : limite désactivée dans ${source}.`,
      enabled: (limit, source) => `${limit} : limite activée dans ${source}.`,
      removed: (limit, source) => `${limit} : limite supprimée de ${source}.`,
    },
    defects: limitDefects,
  },
  limitSuggestions: {
    command: 'Proposer des limites…',
    forPair: 'Proposer une limite…',
    title: (scope) => (scope === '' ? 'Limites proposées' : `Limites proposées pour ${scope}`),
    reading: 'Examen des fenêtres des 30 derniers jours…',
    tooFew:
      'Trop peu de fenêtres complètes dans les 30 derniers jours pour proposer des limites : il en faut 20.',
    basis:
      'Un maximum se situe un quart au-dessus du 99e centile des fenêtres complètes des 30 derniers jours, un minimum un cinquième sous le premier.',
    usual: 'Centile',
    percentile: (percentile) => `${percentile} % :`,
    breaches: 'L’auraient franchie',
    of: (breaches, windows) => `${breaches} sur ${windows}`,
    accept: 'Accepter',
    acceptLabel: (limit) => `Accepter ${limit}`,
    question: (limit, bytes, source) => `Ajouter ${limit} ${bytes} à ${source} ?`,
    consequence:
      'Elle est en vigueur à partir de la fenêtre en cours ; les autres lignes restent telles quelles.',
    add: 'Ajouter',
    adding: 'Ajout…',
    back: 'Retour',
    added: (limit, bytes, source) => `${limit} ${bytes} : limite ajoutée à ${source}.`,
    noSource:
      'Aucune source de limites n’est suivie. Enregistrez les propositions dans un fichier ; une fois importé, il devient la source.',
    saveJson: 'Enregistrer dans un fichier et importer…',
    saveSql: 'Enregistrer en SQL…',
    close: 'Fermer',
  },
};
