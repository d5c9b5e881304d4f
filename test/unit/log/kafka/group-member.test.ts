import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import { expect, it } from 'vitest';
import type { Membership } from '../../../../src-main/engine/log/kafka/kafkajs/group-member.ts';
import '../../../../src-main/engine/log/kafka/kafkajs/group-member.ts';

/** A group whose coordinator is killed each time that it was joined, and before it says who gets what. */
class FailingGroup {
  /** As whom it was joined; empty for somebody new. */
  readonly joined: string[] = [];

  consumer(membership: Membership): ConsumerGroup {
    const silent = { debug: () => {}, error: () => {}, info: () => {}, namespace: () => silent };
    const coordinator = {
      joinGroup: ({ memberId }: { memberId: string }) => {
        this.joined.push(memberId);
        return Promise.resolve({ generationId: 1, leaderId: 'other', memberId: memberId || 'given' });
      },
      syncGroup: () => Promise.reject(new Error('Closed connection')),
    };
    return new ConsumerGroup({
      ...{ groupId: 'g', topics: [], logger: silent },
      cluster: { findGroupCoordinator: () => Promise.resolve(coordinator) },
      assigners: [{ membership, protocol: () => ({}) }],
    });
  }
}

it('one that joined is the same member at the next attempt, also where it was not told what it gets', async () => {
  const group = new FailingGroup();
  const membership = { memberId: null };
  for (let attempt = 0; attempt < 2; attempt++)
    await expect(group.consumer(membership).joinAndSync()).rejects.toThrow('Closed connection');
  expect(group.joined).toEqual(['', 'given']);
});
