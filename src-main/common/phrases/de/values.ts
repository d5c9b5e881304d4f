import type { values as english } from '../en/values.ts';
import type { Translation } from '../phrase.ts';

export const values: Translation<typeof english> = {
  'value.duration': '„{text}“ ist keine gültige Dauer',
  'value.retentionShort': '„{text}“ ist zu kurz für einen Verlauf',
  'value.size': '„{text}“ ist keine Größe, in der sich ein Verlauf aufbewahren lässt',
  'value.period': '„{text}“ ist kein gültiger Zeitraum',
  'value.periodDay': '„{text}“ beginnt an einem Tag, den nicht jeder Monat hat',
  'value.periodLong': '„{text}“ ist zu lang für einen Zeitraum',
  'value.timeZone': '„{text}“ ist nicht der Name einer Zeitzone',
  'value.hours': '„{text}“ ist keine Angabe von Stunden',
  'value.hoursEmpty': '„{text}“ beginnt und endet zur selben Zeit',
  'value.longerThanWeek': '„{period}“ ist länger als eine Woche und lässt sich so nicht vergleichen',
  'value.longerThanYear': '„{period}“ ist länger als ein Jahr und lässt sich so nicht vergleichen',
  'value.network': '„{text}“ ist weder IP-Adresse noch Netz',
  'value.totalTooLarge': 'Eine Summe liegt über {largest}',

  'group.tooMany': 'Es sind höchstens {most} Netzgruppen möglich',
  'group.badName': '„{name}“ ist kein gültiger Name einer Gruppe',
  'group.sameName': 'Die Gruppen {first} und {second} unterscheiden sich nur in Groß- und Kleinbuchstaben',
  'group.containsItself': 'Die Gruppe {name} enthält sich selbst: {path}',
  'group.empty': 'Die Gruppe {name} hat keine Netze',
  'group.tooLarge': 'Die Gruppe {name} hat mehr als {most} Netze',
  'group.badNetwork': '„{text}“ in der Gruppe {name} ist weder IP-Adresse noch Netz',
  'group.unknownInGroup': 'Die Netzgruppe {name}, die in der Gruppe {within} steht, gibt es nicht',
  'group.unknownInHome': 'Die Netzgruppe {name}, die in den eigenen Netzen steht, gibt es nicht',
  'group.unknownInOption': 'Die Netzgruppe {name}, die {option} nennt, gibt es nicht',

  'value.remedy.duration': 'Schreiben Sie sie als 300, 300s, 5m oder 1h',
  'value.remedy.retentionShort':
    'Schreiben Sie 2d oder mehr: Verspätete Sätze können noch berichtigen, was einen Tag alt ist',
  'value.remedy.size': 'Schreiben Sie 50 MB oder mehr, zum Beispiel 2 GB, 500 MiB oder 2000000000',
  'value.remedy.period': 'Schreiben Sie ihn als 1h, day, week, month, month@15 oder year',
  'value.remedy.periodDay': 'Nehmen Sie einen Tag von 1 bis {last}, wie in month@{last}',
  'value.remedy.periodLong': 'Nehmen Sie month oder year',
  'value.remedy.timeZone': 'Schreiben Sie ihn wie Europe/Berlin oder UTC',
  'value.remedy.hours': 'Schreiben Sie sie als 22:00-06:00 oder Mon-Fri 08:00-18:00',
  'value.remedy.compare': 'Vergleichen Sie mit „previous“ oder einem anderen Zeitpunkt',
  'value.remedy.network':
    'Schreiben Sie eine Adresse wie 192.0.2.1 oder ein Netz wie 10.0.0.0/8 oder 2001:db8::/32',
  'value.remedy.shorterWindows': 'Nehmen Sie kürzere Fenster',
  'group.remedy.name':
    'Erlaubt sind bis zu 63 Buchstaben, Ziffern, „.“, „_“ und „-“, mit einem Buchstaben oder einer Ziffer am Anfang',
  'group.remedy.sameName': 'Geben Sie einer davon einen anderen Namen',
  'group.remedy.network':
    'Schreiben Sie 192.0.2.1, 10.0.0.0/8, 2001:db8::/32, oder eine andere Gruppe als @name',
  'group.remedy.unknown': 'Legen Sie sie an, oder berichtigen Sie den Namen',
};
