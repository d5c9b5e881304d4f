import type { limits as english } from '../en/limits.ts';

/** That limits name a group that does not exist. */
export const noGroup = (name: string): string => `il n’y a pas de groupe de réseaux ${name}`;

/** What is wrong with a field of the form of a limit. */
export const limitDefects: (typeof english)['limitForm']['defects'] = {
  'value/missing': () => 'Donnez une valeur, par exemple 2 GB, 500 MiB ou 2000000000.',
  'value/invalid': (shown) =>
    `« ${shown} » n’est pas un nombre d’octets ; écrivez 2 GB, 500 MiB ou 2000000000.`,
  'value/ambiguous': (shown) =>
    `« ${shown} » peut se lire de deux façons ; n’écrivez que des chiffres, avec un point avant les décimales.`,
  'value/fraction': (shown) => `« ${shown} » n’est pas un nombre entier d’octets.`,
  'value/too-large': (shown) =>
    `« ${shown} » dépasse ce qui peut être compté à l’octet près : au plus 9007 TB.`,
  'period/invalid': (shown) =>
    `« ${shown} » n’est pas une période valide ; écrivez 5m, 1h, day, week, month, month@15 ou year.`,
  'period/day': (shown) =>
    `« ${shown} » commence un jour que tous les mois n’ont pas ; choisissez un jour de 1 à 28, comme dans month@28.`,
  'network/invalid': (shown) =>
    `« ${shown} » n’est ni une adresse IP ni un réseau ; écrivez 192.0.2.1, 10.0.0.0/8 ou 2001:db8::/32.`,
  'network/unknown-group': (shown) =>
    `Il n’y a pas de groupe de réseaux ${shown} ; créez-le dans les paramètres.`,
  'direction/invalid': (shown) => `« ${shown} » n’est pas un sens ; écrivez in, out, local ou passing.`,
  'hours/invalid': (shown) =>
    `« ${shown} » n’est pas une plage horaire ; écrivez 22:00-06:00 ou Mon-Fri 08:00-18:00.`,
  'hours/empty': (shown) => `« ${shown} » est de durée nulle.`,
  'agent/invalid': (shown) => `« ${shown} » n’est pas un nom d’agent valide.`,
  'warn/invalid': (shown) => `« ${shown} » doit être un pourcentage de 1 à 100.`,
  'title/invalid': () => 'Un nom est une ligne d’au plus 100 caractères.',
  'note/invalid': () => 'Une note a au plus 10 000 caractères, et aucun caractère de contrôle.',
  'effective/invalid': (shown) =>
    `« ${shown} » n’est ni une date ni un instant ; écrivez 2026-01-31 ou 2026-01-31T08:00:00+01:00.`,
  'limit/contradicts': (shown) =>
    `Un minimum au-dessus du maximum ne peut pas être respecté : pour le même trafic, ${shown} est en vigueur.`,
  'limit/exists': () => 'Il existe déjà une limite pour ce trafic et cette période à partir de cette date.',
};
