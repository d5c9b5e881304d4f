import { counted } from '../counted.ts';
import type { agents as english } from '../en/agents.ts';

export const agents: typeof english = {
  agents: {
    loading: 'Wird gelesen …',
    none: 'Noch ist kein Agent bekannt. Dieser Rechner ist einer, sobald er aufzeichnet; andere kommen mit ihrer ersten Marke hinzu.',
    count: (n) => counted(n, 'Agent', 'Agenten'),
    missing: (n) => (n === 1 ? '1 fehlt' : `${n} fehlen`),
    shown: (n) => `gezeigt werden die ersten ${n}`,
    version: 'Version',
    filter: 'Filter',
    expected: 'erwartet',
    showHistory: 'Im Verlauf zeigen',
    newLimit: 'Neue Grenze für seine Aufzeichnung …',
    expect: 'Seine Anwesenheit erwarten',
    unexpect: 'Nicht länger erwarten',
    mute: 'Alarme über sein Schweigen stummschalten',
    forget: 'Vergessen, bis er sich wieder meldet',
    copy: 'Namen kopieren',
    every: 'Jeder Agent',
    hint: 'Jeder Balken ist, was dieser Agent aufgezeichnet hat, in abgeschlossenen Fenstern. Paare und Hosts werden nicht nach Agenten aufbewahrt. Ziehen verschiebt, das Rad vergrößert.',
    expectTitle: 'Einen Agenten erwarten',
    expectHint:
      'Ein erwarteter Agent fehlt, und es gibt Alarm, auch wenn er sich abgemeldet oder nie gemeldet hat.',
    name: 'Sein Name',
    expectButton: 'Erwarten',
    aboutTitle: 'Was zu sehen ist',
    about:
      'Verloren: Pakete, die ihm seit seinem Start entgangen sind. Im Spool: Sätze, die bei seiner letzten Marke auf die Broker warteten. Frühere Versionen nennen weder ihre Version noch ihren Spool.',
  },
};
