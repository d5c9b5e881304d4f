import type { Admin } from 'kafkajs';
import type { Brokers } from './brokers.ts';

/** An offset of a partition that a consumer group has stored; -1 for none. */
export interface StoredOffset {
  readonly partition: number;
  readonly offset: string;
  readonly metadata: string | null;
}

/** Reads the offsets of a consumer group in a topic, over one connection. */
export class GroupOffsets {
  readonly #brokers: Brokers;
  readonly #group: string;
  readonly #topic: string;
  #admin: Admin | undefined;

  constructor({ brokers, group, topic }: { brokers: Brokers; group: string; topic: string }) {
    this.#brokers = brokers;
    this.#group = group;
    this.#topic = topic;
  }

  /** @throws whatever kafkajs throws where the brokers can't be asked */
  async read(): Promise<readonly StoredOffset[]> {
    try {
      if (!this.#admin) {
        const admin = this.#brokers.admin();
        this.#admin = admin;
        await admin.connect();
      }
      const [found] = await this.#admin.fetchOffsets({ groupId: this.#group, topics: [this.#topic] });
      return found?.partitions ?? [];
    } catch (thrown) {
      await this.close();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    await admin?.disconnect().catch(() => {});
  }
}
