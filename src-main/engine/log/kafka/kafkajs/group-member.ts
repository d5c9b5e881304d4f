import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';

/** Who a member of a group is to the brokers; null before it has joined. */
export interface Membership {
  memberId: string | null;
}

/*
 * A consumer of kafkajs that begins anew, as after the broker that coordinates its group was gone, joins as another
 * member. The group then waits for the one that it was, until the session of that one is over. Here it joins as the
 * member that it was, where its assigner keeps who that is; the brokers say where that is over.
 */
const joinAndSync = Object.getOwnPropertyDescriptor(ConsumerGroup.prototype, 'joinAndSync')!.value as (
  this: ConsumerGroup,
) => Promise<void>;
ConsumerGroup.prototype.joinAndSync = async function (this: ConsumerGroup): Promise<void> {
  const kept = this.assigners.find(({ membership }) => membership)?.membership;
  // One that has joined knows itself, also that it has ceased to be a member.
  if (kept && this.generationId === null) this.memberId = kept.memberId;
  try {
    await joinAndSync.call(this);
  } finally {
    // The coordinator may be gone when it has just been joined.
    if (kept) kept.memberId = this.memberId;
  }
};
