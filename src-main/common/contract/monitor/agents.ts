import * as v from 'valibot';
import type { AgentList } from '../../model/agents.ts';
import { call, gives } from '../contract.ts';
import { nothing } from '../fields.ts';

/** Without control characters, which no agent's id has. */
const agent = v.pipe(v.string(), v.minLength(1), v.maxLength(256), v.regex(/^\P{Cc}+$/u));

/** Who captures. The calls that change something answer with what is known after it. */
export const agentCalls = {
  /** Those with trouble first, then by the newest mark: the first 1,000. */
  listAgents: call(nothing, gives<AgentList>()),
  /** Forgets an agent until it is heard again. */
  forgetAgent: call(v.strictObject({ agent }), gives<AgentList>()),
  /** Whether an agent is to be there: it is missing then where it isn't. */
  expectAgent: call(v.strictObject({ agent, isExpected: v.boolean() }), gives<AgentList>()),
} as const;
