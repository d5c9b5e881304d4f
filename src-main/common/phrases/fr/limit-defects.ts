import type { limitDefects as english } from '../en/limit-defects.ts';
import type { Translation } from '../phrase.ts';

export const limitDefects: Translation<typeof english> = {
  'limits.defect.value/missing': 'Donnez une valeur, par exemple 2 GB, 500 MiB ou 2000000000.',
  'limits.defect.value/invalid':
    '« {shown} » n’est pas un nombre d’octets ; écrivez 2 GB, 500 MiB ou 2000000000.',
  'limits.defect.value/ambiguous':
    '« {shown} » peut se lire de deux façons ; n’écrivez que des chiffres, avec un point avant les décimales.',
  'limits.defect.value/fraction': '« {shown} » n’est pas un nombre entier d’octets.',
  'limits.defect.value/too-large':
    '« {shown} » dépasse ce qui peut être compté à l’octet près : au plus 9007 TB.',
  'limits.defect.period/invalid':
    '« {shown} » n’est pas une période valide ; écrivez 5m, 1h, day, week, month, month@15 ou year.',
  'limits.defect.period/day':
    '« {shown} » commence un jour que tous les mois n’ont pas ; choisissez un jour de 1 à 28, comme dans month@28.',
  'limits.defect.network/invalid':
    '« {shown} » n’est ni une adresse IP ni un réseau ; écrivez 192.0.2.1, 10.0.0.0/8 ou 2001:db8::/32.',
  'limits.defect.network/unknown-group':
    'Il n’y a pas de groupe de réseaux {shown} ; créez-le dans les paramètres, ou avec --network-group.',
  'limits.defect.direction/invalid': '« {shown} » n’est pas un sens ; écrivez in, out, local ou passing.',
  'limits.defect.hours/invalid':
    '« {shown} » n’est pas une plage horaire ; écrivez 22:00-06:00 ou Mon-Fri 08:00-18:00.',
  'limits.defect.hours/empty': '« {shown} » est de durée nulle.',
  'limits.defect.agent/invalid': '« {shown} » n’est pas un nom d’agent valide.',
  'limits.defect.warn/invalid': '« {shown} » doit être un pourcentage de 1 à 100.',
  'limits.defect.title/invalid': 'Un nom est une ligne d’au plus 100 caractères.',
  'limits.defect.note/invalid': 'Une note a au plus 10 000 caractères, et aucun caractère de contrôle.',
  'limits.defect.effective/invalid':
    '« {shown} » n’est ni une date ni un instant ; écrivez 2026-01-31 ou 2026-01-31T08:00:00+01:00.',
  'limits.defect.limit/contradicts':
    'Un minimum au-dessus du maximum ne peut pas être respecté : pour le même trafic, {shown} est en vigueur.',
  'limits.defect.limit/exists':
    'Il existe déjà une limite pour ce trafic et cette période à partir de cette date.',
};
