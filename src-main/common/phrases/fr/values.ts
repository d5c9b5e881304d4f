import type { values as english } from '../en/values.ts';
import type { Translation } from '../phrase.ts';

export const values: Translation<typeof english> = {
  'value.duration': '« {text} » n’est pas une durée valide',
  'value.retentionShort': '« {text} » est trop court pour conserver un historique',
  'value.size': '« {text} » n’est pas une taille dans laquelle conserver un historique',
  'value.period': '« {text} » n’est pas une période valide',
  'value.periodDay': '« {text} » commence un jour que tous les mois n’ont pas',
  'value.periodLong': '« {text} » est trop long pour une période',
  'value.timeZone': '« {text} » n’est pas le nom d’un fuseau horaire',
  'value.hours': '« {text} » n’est pas une plage horaire',
  'value.hoursEmpty': '« {text} » est une plage de durée nulle',
  'value.longerThanWeek': '« {period} » dépasse une semaine : la comparaison est impossible',
  'value.longerThanYear': '« {period} » dépasse une année : la comparaison est impossible',
  'value.network': '« {text} » n’est ni une adresse IP ni un réseau',
  'value.totalTooLarge': 'Un total a dépassé {largest}',

  'group.tooMany': 'Il peut y avoir au plus {most} groupes de réseaux',
  'group.badName': '« {name} » n’est pas un nom de groupe valide',
  'group.sameName': 'Les groupes {first} et {second} ne diffèrent que par les majuscules',
  'group.containsItself': 'Le groupe {name} se contient lui-même : {path}',
  'group.empty': 'Le groupe {name} n’a aucun réseau',
  'group.tooLarge': 'Le groupe {name} a plus de {most} réseaux',
  'group.badNetwork': '« {text} » dans le groupe {name} n’est ni une adresse IP ni un réseau',
  'group.unknownInGroup': 'Il n’y a pas de groupe de réseaux {name}, que contient le groupe {within}',
  'group.unknownInHome': 'Il n’y a pas de groupe de réseaux {name}, que contiennent les réseaux internes',
  'group.unknownInOption': 'Il n’y a pas de groupe de réseaux {name}, que nomme {option}',

  'value.remedy.duration': 'Écrivez 300, 300s, 5m ou 1h',
  'value.remedy.retentionShort':
    'Écrivez 2d ou plus : des enregistrements tardifs peuvent encore corriger ce qui a un jour',
  'value.remedy.size': 'Écrivez 50 MB ou plus, par exemple 2 GB, 500 MiB ou 2000000000',
  'value.remedy.period': 'Écrivez 1h, day, week, month, month@15 ou year',
  'value.remedy.periodDay': 'Choisissez un jour de 1 à {last}, comme dans month@{last}',
  'value.remedy.periodLong': 'Choisissez month ou year',
  'value.remedy.timeZone': 'Écrivez par exemple Europe/Paris ou UTC',
  'value.remedy.hours': 'Écrivez par exemple 22:00-06:00 ou Mon-Fri 08:00-18:00',
  'value.remedy.compare': 'Comparez avec « previous » ou avec un autre instant',
  'value.remedy.network':
    'Écrivez une adresse telle que 192.0.2.1 ou un réseau tel que 10.0.0.0/8 ou 2001:db8::/32',
  'value.remedy.shorterWindows': 'Choisissez des fenêtres plus courtes',
  'group.remedy.name':
    'Écrivez au plus 63 lettres, chiffres, ".", "_" et "-", en commençant par une lettre ou un chiffre',
  'group.remedy.sameName': 'Donnez un autre nom à l’un d’eux',
  'group.remedy.network': 'Écrivez 192.0.2.1, 10.0.0.0/8, 2001:db8::/32, ou un autre groupe : @nom',
  'group.remedy.unknown': 'Définissez-le, ou corrigez son nom',
};
