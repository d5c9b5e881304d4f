import { countText, isSingular } from '../../format.ts';
import type { limits as english } from '../en/limits.ts';
import type { Translation } from '../phrase.ts';

const badRows = (rows: readonly string[], more: number): string =>
  `${rows.join(' ; ')}${more > 0 ? ` (et ${more} de plus)` : ''}`;

const keptLimits = (count: number): string =>
  `${countText(count, { units: 'iec', language: 'fr' })} ${isSingular(count, 'fr') ? 'limite reste' : 'limites restent'}`;

export const limits: Translation<typeof english> = {
  'limits.file': 'Le fichier de limites {file}',
  'limits.cancelled': 'Annulé ; rien n’a été modifié',
  'limits.notEncoded':
    'Le fichier de limites {file} n’est écrit ni en UTF-8, ni en UTF-16 avec une marque d’ordre des octets',
  'limits.notUtf8': 'Le fichier de limites {file} n’est pas écrit en UTF-8',
  'limits.changedNotAdded':
    'Le fichier de limites {file} a été modifié par quelqu’un d’autre ; rien n’a été ajouté',
  'limits.changedNotChanged':
    'Le fichier de limites {file} a été modifié par quelqu’un d’autre ; rien n’a été changé',
  'limits.notAdded': 'Impossible d’écrire dans le fichier de limites {file} ({detail}) ; rien n’a été ajouté',
  'limits.notChanged':
    'Impossible d’écrire dans le fichier de limites {file} ({detail}) ; rien n’a été changé',
  'limits.notWritten': 'Impossible d’écrire dans le fichier de limites {file} ({detail})',
  'limits.unsettled': 'Le fichier de limites {file} est sans cesse en cours d’écriture',
  'limits.fileMissing': 'Le fichier de limites {file} n’existe pas',
  'limits.fileUnreadable': 'Le fichier de limites {file} est illisible ({detail})',
  'limits.tooLarge': 'Le fichier de limites {file} fait {size} MiB ; {most} MiB au plus sont lus',
  'limits.notCsv': '{name} n’est pas du CSV valide : {detail} à la ligne {row}',
  'limits.tooFewFields': 'champs manquants : {found} au lieu de {expected}',
  'limits.tooManyFields': 'champs en trop : {found} au lieu de {expected}',
  'limits.notJson': '{name} n’est pas du JSON valide : {detail}',
  'limits.noArray': '{name} ne contient pas de tableau de lignes',
  'limits.columns': '{name} : {defect}',
  'limits.columnTwice': 'la colonne {column} figure deux fois',
  'limits.columnNameless': 'la colonne {number} a des cellules, mais pas de nom',
  'limits.columnMissing': 'la colonne {column} manque',
  'limits.columnUnknown': 'la colonne {column} est inconnue ; il y a {known}',
  'limits.columnType': 'la colonne {column} est de type {type}, et non {types}',
  'limits.gone': '{origin} n’a plus la limite telle qu’elle était ; rien n’a été modifié',
  'limits.noLimit': 'Il n’y a pas de limite {id}',
  'limits.manyLimits': 'Il y a plus d’une limite {id}',
  'limits.badRow': 'ligne {row} : {reason}',
  'limits.badRows': ({ origin, rows, more }) => `${origin} : ${badRows(rows, more)}`,
  'limits.unreadableThen': ({ origin, rows, more }) =>
    `Avec cette modification, ${origin} ne serait plus lisible : ${badRows(rows, more)}`,
  'limits.noRows': ({ origin, kept }) => `${origin} n’a aucune ligne ; ${keptLimits(kept)} en vigueur`,
  'limits.noColumn': '{name} n’a pas de colonne {column}, dont la limite a besoin',
  'limits.notFollowed': 'La modification a été faite dans {origin}, qui n’est plus suivi',
  'limits.nothingFollowed': 'Aucune source de limites n’est suivie',
  'limits.followedNoMore': '{source} n’est plus suivi',
  'limits.replacedAgain': 'Une exécution lancée de nouveau avec {source}, comme la dernière, les remplace',
  'limits.ownedByRun': 'Les limites sont celles de {source}, avec lequel StreamChecker tourne ici',

  'limits.row.nothing': 'rien',
  'limits.row.notText': 'une adresse doit être un texte, et non {value}',
  'limits.row.notNetwork': '{value} n’est ni une adresse IP ni un réseau',
  'limits.row.notWhole': '{column} doit être un nombre entier, et non {value}',
  'limits.row.ambiguous':
    '{column} {value} peut signifier {readings} ; n’écrivez que des chiffres, sans séparateur',
  'limits.row.either': '{first} ou {second}',
  'limits.row.below': '{column} ne doit pas être inférieur à {least}, mais vaut {value}',
  'limits.row.above': '{column} ne doit pas dépasser {most}, mais vaut {value}',
  'limits.row.noDate': 'effective_date doit être une date telle que "2026-01-31", et non {value}',
  'limits.row.badDate':
    'effective_date {value} n’est ni une date ni un horodatage ; écrivez 2026-01-31 ou 2026-01-31T08:00:00Z',
  'limits.row.name': 'limit_name doit être "min" ou "max", et non {value}',
  'limits.row.noObject':
    'une ligne doit être un objet avec limit_name, limit_value et effective_date, et non {value}',
  'limits.row.missing': '{column} manque',
  'limits.row.twin': 'même limite et même effective_date qu’à la ligne {row}',
  'limits.row.contradicts':
    'un minimum au-dessus du maximum ne peut pas être respecté : ceci est {limit}, et la ligne {row} est {rival} pour le même trafic et le même temps',
  'limits.row.twoLengths': 'window_seconds et period donnent tous deux une durée ; n’en gardez qu’un',
  'limits.row.term': '{column} : {reason}',
  'limits.row.termRemedy': '{column} : {reason} ({remedy})',
  'limits.row.textLike': '{column} doit être un texte tel que "{example}", et non {value}',
  'limits.row.agent': '{value} n’est pas un identifiant d’agent valide',
  'limits.row.title': 'title doit être une ligne d’au plus 100 caractères ; ici : {value}',
  'limits.row.direction': '{value} n’est pas un sens ; écrivez {directions}',
  'limits.row.percentage': '{value} doit être un pourcentage de 1 à 100',

  'limits.unjudged.group': 'il n’y a pas de groupe de réseaux {group}',
  'limits.unjudged.length': '{period} n’est pas une somme de fenêtres de {length}',
  'limits.unjudged.zone': 'dans {zone}, la période {period} ne commence pas avec une fenêtre de {length}',

  'limits.remedy.csv':
    'Donnez une ligne d’en-tête avec limit_name, limit_value et effective_date, puis une ligne par limite',
  'limits.remedy.json': 'Donnez un tableau JSON de {"limit_name", "limit_value", "effective_date"}',
  'limits.remedy.utf8': 'Enregistrez-le en UTF-8',
  'limits.remedy.tryAgain': 'Réessayez',
  'limits.remedy.letWrite': 'Autorisez cet utilisateur à écrire dans le fichier et son dossier',
  'limits.remedy.letWriteOrAdd':
    'Autorisez cet utilisateur à écrire dans le fichier et son dossier, ou ajoutez à la main : {rows}',
  'limits.remedy.letWriteFolder': 'Autorisez cet utilisateur à écrire dans le dossier de données',
  'limits.remedy.rename': 'Écrivez-le sous un autre nom, et renommez-le une fois complet',
  'limits.remedy.path': 'Vérifiez le chemin et ses droits d’accès',
  'limits.remedy.leaveOut': 'Retirez les lignes qui ne s’appliquent plus',
  'limits.remedy.look': 'Consultez les limites actuelles, puis réessayez',
  'limits.remedy.ids': 'La commande limits list donne les identifiants',
  'limits.remedy.fixRows': 'Corrigez ces lignes ; rien n’a été importé',
  'limits.remedy.fixRowsFirst': 'Corrigez d’abord ces lignes ; rien n’a été modifié',
  'limits.remedy.addColumn': 'Ajoutez-y la colonne {column}',
  'limits.remedy.empty':
    'Examinez la source ; si aucune limite ne doit s’appliquer, importez-la dans l’application ou avec limits import --allow-empty',
  'limits.remedy.emptyImport':
    'Examinez la source ; si aucune limite ne doit s’appliquer, ajoutez --allow-empty',
  'limits.remedy.emptySync':
    'Examinez la source ; si aucune limite ne doit s’appliquer : limits import --allow-empty',
  'limits.remedy.chooseSource':
    'Choisissez-en une dans l’application, ou lancez monitor avec --limits ; limits import en lit une maintenant',
  'limits.remedy.ownedByRun':
    'Modifiez {source}, cela vaut aussitôt ; ou arrêtez cette exécution, et lancez sans --limits (dans l’application : videz le réglage limits.source)',
  'limits.remedy.followAgain': 'Suivez-le de nouveau, ou modifiez les limites à la main',
  'limits.remedy.saveFile': 'Enregistrez la limite dans un fichier et importez-le',
};
