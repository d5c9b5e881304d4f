import kafkajs, { type Assigner, type PartitionAssigner } from 'kafkajs';
import type { Membership } from './kafkajs/group-member.ts';

const { AssignerProtocol } = kafkajs;

/** What a member of an election says and decides. */
export interface ElectionRules {
  /** Names the election; members of another one can't join the group. */
  readonly name: string;
  /** What the member lets the others know of it. */
  readonly candidate: Buffer;
  /** Called where this member was chosen as the group's leader, just before the brokers are told; tells all of it. */
  readonly decide: () => Buffer;
}

/**
 * Members of a consumer group that get no partitions: they are there for one of them to be the group's leader. Who is
 * stays leader until it leaves, or is gone for longer than the session timeout. Consumers that use it one after the other
 * are one member.
 */
export function electing({ name, candidate, decide }: ElectionRules): PartitionAssigner {
  const membership: Membership = { memberId: null };
  return () =>
    ({
      ...{ name, version: 0, membership },
      protocol: ({ topics }) => ({
        name,
        metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: candidate }),
      }),
      assign: ({ members }) => {
        const userData = decide();
        const memberAssignment = AssignerProtocol.MemberAssignment.encode({
          version: 0,
          assignment: {},
          userData,
        });
        return Promise.resolve(members.map(({ memberId }) => ({ memberId, memberAssignment })));
      },
    }) satisfies Assigner & { membership: Membership };
}

/** What a member let the others know; undefined where it is nothing of an election. */
export const candidateOf = (metadata: Buffer): Buffer | undefined =>
  AssignerProtocol.MemberMetadata.decode(metadata)?.userData;

/** What the leader told a member; undefined where it told nothing. */
export const decisionOf = (assignment: Buffer): Buffer | undefined =>
  AssignerProtocol.MemberAssignment.decode(assignment)?.userData;
