import type { limitDefects as english } from '../en/limit-defects.ts';
import type { Translation } from '../phrase.ts';

export const limitDefects: Translation<typeof english> = {
  'limits.defect.value/missing': 'Geben Sie einen Wert an, etwa 2 GB, 500 MiB oder 2000000000.',
  'limits.defect.value/invalid':
    '„{shown}“ ist keine Anzahl von Bytes; schreiben Sie 2 GB, 500 MiB oder 2000000000.',
  'limits.defect.value/ambiguous':
    '„{shown}“ lässt sich auf zwei Weisen lesen; schreiben Sie nur Ziffern, mit einem Punkt vor Dezimalen.',
  'limits.defect.value/fraction': '„{shown}“ ist keine ganze Zahl von Bytes.',
  'limits.defect.value/too-large':
    '„{shown}“ ist mehr, als aufs Byte gezählt werden kann: höchstens 9007 TB.',
  'limits.defect.period/invalid':
    '„{shown}“ ist kein gültiger Zeitraum; schreiben Sie 5m, 1h, day, week, month, month@15 oder year.',
  'limits.defect.period/day':
    '„{shown}“ beginnt an einem Tag, den nicht jeder Monat hat; nehmen Sie einen Tag von 1 bis 28, wie in month@28.',
  'limits.defect.network/invalid':
    '„{shown}“ ist keine IP-Adresse und kein Netz; schreiben Sie 192.0.2.1, 10.0.0.0/8 oder 2001:db8::/32.',
  'limits.defect.network/unknown-group':
    'Es gibt keine Gruppe von Netzen {shown}; legen Sie sie in den Einstellungen an, oder nennen Sie sie mit --network-group.',
  'limits.defect.direction/invalid':
    '„{shown}“ ist keine Richtung; schreiben Sie in, out, local oder passing.',
  'limits.defect.hours/invalid':
    '„{shown}“ sind keine Stunden; schreiben Sie 22:00-06:00 oder Mon-Fri 08:00-18:00.',
  'limits.defect.hours/empty': '„{shown}“ hat keine Länge.',
  'limits.defect.agent/invalid': '„{shown}“ ist kein gültiger Name eines Agenten.',
  'limits.defect.warn/invalid': '„{shown}“ muss ein Anteil von 1 bis 100 Prozent sein.',
  'limits.defect.title/invalid': 'Ein Name ist eine Zeile von höchstens 100 Zeichen.',
  'limits.defect.note/invalid': 'Eine Notiz hat höchstens 10 000 Zeichen, und keine Steuerzeichen.',
  'limits.defect.effective/invalid':
    '„{shown}“ ist weder Datum noch Zeitpunkt; schreiben Sie 2026-01-31 oder 2026-01-31T08:00:00+01:00.',
  'limits.defect.limit/contradicts':
    'Ein Minimum über dem Maximum ist nicht einzuhalten: Für denselben Verkehr gilt {shown}.',
  'limits.defect.limit/exists':
    'Von diesem Datum an gibt es schon eine Grenze für diesen Verkehr und Zeitraum.',
};
