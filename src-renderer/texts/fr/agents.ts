import { counted } from '../counted.ts';
import type { agents as english } from '../en/agents.ts';

export const agents: typeof english = {
  agents: {
    loading: 'Lecture…',
    none: 'Aucun agent n’est connu. Cette machine en est un dès qu’elle capture ; les autres s’ajoutent avec la première marque qu’ils publient.',
    count: (n) => counted(n, 'agent', 'agents'),
    missing: (n) => (n === 1 ? '1 manque' : `${n} manquent`),
    shown: (n) => `affichés : les ${n} premiers`,
    version: 'Version',
    filter: 'Filtre',
    expected: 'attendu',
    showHistory: 'Afficher dans l’historique',
    newLimit: 'Nouvelle limite sur ce qu’il relève…',
    expect: 'Attendre sa présence',
    unexpect: 'Ne plus l’attendre',
    mute: 'Mettre en sourdine les alertes de son silence',
    forget: 'Oublier jusqu’à ce qu’il se manifeste',
    copy: 'Copier le nom',
    every: 'Tous les agents',
    hint: 'Chaque barre est ce que cet agent a relevé, en fenêtres terminées. Les paires et les hôtes ne sont pas conservés par agent. Faites glisser pour vous déplacer, zoomez avec la molette.',
    expectTitle: 'Attendre un agent',
    expectHint:
      'Un agent attendu manque, et déclenche une alerte, même s’il est parti ou ne s’est jamais manifesté.',
    name: 'Son nom',
    expectButton: 'Attendre',
    aboutTitle: 'Ce qui est affiché',
    about:
      'Perdus : paquets qui lui ont échappé depuis son démarrage. En spool : enregistrements qui attendaient les brokers à sa dernière marque. Les versions antérieures à celle-ci ne disent ni leur version ni leur spool.',
  },
};
