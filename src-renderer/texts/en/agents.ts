import { counted } from '../counted.ts';

/** The view of agents: those that capture. */
export const agents = {
  agents: {
    loading: 'Reading…',
    none: 'No agent is known. This machine is one as soon as it captures; others come with the first mark that they publish.',
    count: (n: number) => counted(n, 'agent', 'agents'),
    missing: (n: number) => `${n} missing`,
    shown: (n: string) => `the first ${n} are shown`,
    version: 'Version',
    filter: 'Filter',
    expected: 'expected',
    showHistory: 'Show in History',
    newLimit: 'New Limit on What It Records…',
    expect: 'Expect It to Be There',
    unexpect: 'Expect It No Longer',
    mute: 'Mute Alerts of Its Silence',
    forget: 'Forget until Heard Again',
    copy: 'Copy Name',
    every: 'Every agent',
    hint: 'Each bar is what this agent recorded, in windows that are over. Pairs and hosts are not kept by agent. Drag to move, use the wheel to zoom.',
    expectTitle: 'Expect an agent',
    expectHint:
      'An agent that is expected is missing, and raises an alert, also when it has left or was never heard.',
    name: 'Its name',
    expectButton: 'Expect',
    aboutTitle: 'What is shown',
    about:
      'Dropped: packets that it lost since it started. Spooled: records that waited for the brokers at its last mark. Versions before this one say neither their version nor what they spool.',
  },
};
