import { counted } from '../counted.ts';
import type { settingChanges as english } from '../en/setting-changes.ts';

export const settingChanges: typeof english = {
  settingChanges: {
    interfaces: {
      auto: 'jede Schnittstelle, die aktiv ist',
      up: 'aktiv',
      down: 'nicht aktiv',
      inAuto: 'in auto enthalten',
      absent: 'zurzeit nicht vorhanden',
    },
    consequences: {
      history:
        'So gezählte Fenster haben einen eigenen Verlauf. Er beginnt jetzt; der bisherige bleibt erhalten und erscheint wieder mit dem Wert, der jetzt gilt.',
      anyLength: (n) =>
        `${counted(n, 'Grenze nennt', 'Grenzen nennen')} keine Länge: Die Bytes gelten dann je Fenster der neuen Länge.`,
      otherLength: (n) =>
        `${counted(n, 'Grenze gilt', 'Grenzen gelten')} für Fenster anderer Länge und nicht für die neuen.`,
      part: (n) => `${counted(n, 'Grenze wird', 'Grenzen werden')} an dem gemessen, was dann gezählt wird.`,
      alerts: (n) => `${counted(n, 'laufender Alarm kann', 'laufende Alarme können')} damit enden.`,
      apply: 'Anwenden',
      keep: 'So lassen',
    },
  },
};
