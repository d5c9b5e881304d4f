import type { postgres as english } from '../en/postgres.ts';
import type { Translation } from '../phrase.ts';

export const postgres: Translation<typeof english> = {
  'postgres.unreachable': 'Le serveur PostgreSQL {host}:{port} est injoignable ({detail})',
  'postgres.untrusted': 'Le certificat du serveur PostgreSQL {host} n’est pas approuvé ({detail})',
  'postgres.refused': 'Le serveur PostgreSQL {host} refuse {user} ({detail})',
  'postgres.cutOff': 'La connexion au serveur PostgreSQL {host} a été coupée ({detail})',
  'postgres.tooSlow': 'Le serveur PostgreSQL {host} n’a pas donné à temps les lignes de {table}',
  'postgres.notGranted': '{user} n’a pas le droit de lire la table {table}',
  'postgres.hidden': 'La sécurité au niveau des lignes cache à {user} des lignes de {table}',
  'postgres.noDatabase': 'Il n’y a pas de base de données {database} sur {host}',
  'postgres.noSchema': 'Le schéma de {table} n’existe pas',
  'postgres.noTable': 'Il n’y a pas de table {table} dans la base de données {database}',
  'postgres.noTls': 'Le serveur PostgreSQL {host} n’a pas TLS',
  'postgres.other': 'Impossible de lire les limites sur le serveur PostgreSQL {host} : {detail}',
  'postgres.notBound': 'Le serveur PostgreSQL {host} ne peut pas lier l’authentification à son certificat',
  'postgres.wrongSession': 'Le serveur PostgreSQL {host}:{port} n’est pas {session}',
  'postgres.pemUnreadable': 'Le certificat ou la clé {path} est illisible ({detail})',
  'postgres.table': 'La table {table}',
  'postgres.tooManyRows': 'La table {table} a plus de {most} lignes',
  'postgres.wholeDays':
    'La table {table} enregistre les dates d’effet en jours entiers, ce qui ne permet pas de dire à partir de quand la limite est désactivée ; rien n’a été modifié',
  'postgres.notDone': ({ refusal, right }) =>
    `${refusal} ; rien n’a été ${{ INSERT: 'ajouté', UPDATE: 'modifié', DELETE: 'supprimé' }[right]}`,
  'postgres.mayNotInsert': '{user} n’a pas le droit d’insérer dans la table {table}',
  'postgres.mayNotUpdate': '{user} n’a pas le droit de modifier la table {table}',
  'postgres.mayNotDelete': '{user} n’a pas le droit de supprimer dans la table {table}',
  'postgres.readOnly': 'Le serveur PostgreSQL {host} n’autorise ici que la lecture ({detail})',
  'postgres.noInsert': 'Rien ne peut être inséré dans {table} ({detail})',
  'postgres.noChange': 'Rien ne peut être modifié dans {table} ({detail})',
  'postgres.rowRefused': 'La table {table} refuse la ligne ({detail})',

  'postgres.address.url': 'L’adresse du serveur PostgreSQL n’est pas une URL valide',
  'postgres.address.unknown': 'L’adresse du serveur PostgreSQL contient une partie inconnue',
  'postgres.address.unknownNamed': 'L’adresse du serveur PostgreSQL contient une partie inconnue « {name} »',
  'postgres.address.seconds': 'connect_timeout doit être un nombre entier de secondes',
  'postgres.address.oneOf': '{name} doit être l’une des valeurs {choices}',
  'postgres.address.verifyFull': 'sslrootcert=system exige sslmode=verify-full',
  'postgres.address.noTable': '« {text} » ne nomme aucune table',
  'postgres.address.tableParts': 'Une table est nommée au plus par un schéma et une table',

  'postgres.remedy.address':
    'Écrivez postgres://USER@HOST:PORT/DATABASE?table=SCHEMA.TABLE, avec les ajouts que décrit la documentation des limites',
  'postgres.remedy.unreachable': 'Vérifiez qu’il fonctionne, et son adresse',
  'postgres.remedy.untrusted':
    'Nommez l’autorité avec sslrootcert=FILE ; l’hôte doit porter le nom qui figure dans le certificat',
  'postgres.remedy.refused':
    'Donnez le mot de passe par PGPASSWORD ou ~/.pgpass, et vérifiez le pg_hba.conf du serveur',
  'postgres.remedy.cutOff': 'Réimportez ; une table suivie est réessayée automatiquement',
  'postgres.remedy.tooSlow':
    'Cherchez des verrous sur la table ; une table suivie est réessayée automatiquement',
  'postgres.remedy.grant':
    'Demandez au propriétaire d’exécuter GRANT SELECT ON {table} TO {user}, et GRANT USAGE sur son schéma',
  'postgres.remedy.hidden':
    'Demandez au propriétaire une vue de la table pour {user}, ou à un administrateur d’exécuter ALTER ROLE {user} BYPASSRLS',
  'postgres.remedy.name': 'Vérifiez son nom',
  'postgres.remedy.nameTable': 'Nommez-la avec ?table=SCHEMA.TABLE',
  'postgres.remedy.noTls': 'Ajoutez sslmode=disable',
  'postgres.remedy.log': 'Consultez le journal du serveur',
  'postgres.remedy.bind': 'Donnez-lui TLS et un mot de passe SCRAM, ou retirez channel_binding=require',
  'postgres.remedy.session': 'Nommez un autre serveur, ou retirez target_session_attrs',
  'postgres.remedy.path': 'Vérifiez le chemin et ses droits d’accès',
  'postgres.remedy.table':
    'Donnez une table ou une vue avec limit_name, limit_value et effective_date, ou corrigez celle-ci',
  'postgres.remedy.wholeDays':
    'Supprimez plutôt la limite (une annulation la rétablit), ou passez la colonne effective_date en timestamptz',
  'postgres.remedy.grantOrRun':
    'Demandez au propriétaire d’exécuter GRANT {rights} ON {table} TO {user}, ou ceci : {sql}',
  'postgres.remedy.run': 'Demandez à une personne autorisée d’exécuter : {sql}',
};
