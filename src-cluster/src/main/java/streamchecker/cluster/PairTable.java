package streamchecker.cluster;

import java.util.Arrays;

/**
 * Bytes and packets by pair of addresses and agent, in the order in which they came. A key is one word (two addresses of
 * IPv4) or four (of IPv6).
 */
final class PairTable {
    final int words;
    private long[] keys;
    private int[] agents;
    private long[] bytes;
    private long[] packets;
    /** What is saved, and what is counted by scope, of each entry. */
    private long[] savedBytes;
    private long[] savedPackets;
    private long[] countedBytes;
    /** Places of entries by their hash, from 1 on; 0 for none. */
    private int[] slots;
    private int size;
    private int[] unsaved = new int[16];
    private int unsavedCount;
    private int[] uncounted = new int[16];
    private int uncountedCount;

    PairTable(int words) {
        this.words = words;
        clear();
    }

    int size() {
        return size;
    }

    long word(int place, int word) {
        return keys[place * words + word];
    }

    int agent(int place) {
        return agents[place];
    }

    long bytes(int place) {
        return bytes[place];
    }

    long packets(int place) {
        return packets[place];
    }

    void clear() {
        keys = new long[16 * words];
        agents = new int[16];
        bytes = new long[16];
        packets = new long[16];
        savedBytes = new long[16];
        savedPackets = new long[16];
        countedBytes = new long[16];
        slots = new int[32];
        size = 0;
        unsavedCount = 0;
        uncountedCount = 0;
    }

    /** @param key its words, from the beginning of the array on */
    void add(long[] key, int agent, long moreBytes, long morePackets) {
        int place = take(key, agent);
        if (bytes[place] == savedBytes[place] && packets[place] == savedPackets[place]) {
            if (unsavedCount == unsaved.length) unsaved = Arrays.copyOf(unsaved, 2 * unsavedCount);
            unsaved[unsavedCount++] = place;
        }
        if (bytes[place] == countedBytes[place] && moreBytes > 0) {
            if (uncountedCount == uncounted.length) uncounted = Arrays.copyOf(uncounted, 2 * uncountedCount);
            uncounted[uncountedCount++] = place;
        }
        bytes[place] += moreBytes;
        packets[place] += morePackets;
    }

    /** Visits what is not saved yet, by how much it has grown; it is saved then. */
    void save(Growth visitor) {
        save(unsavedCount, visitor);
    }

    /** Visits at most so many of those that are not saved yet. */
    void save(int most, Growth visitor) {
        int end = unsavedCount;
        unsavedCount = Math.max(0, end - most);
        for (int i = unsavedCount; i < end; i++) {
            int place = unsaved[i];
            visitor.visit(place, bytes[place] - savedBytes[place], packets[place] - savedPackets[place]);
            savedBytes[place] = bytes[place];
            savedPackets[place] = packets[place];
        }
    }

    int unsavedCount() {
        return unsavedCount;
    }

    /** All of it is to be saved anew. */
    void forgetSaved() {
        Arrays.fill(savedBytes, 0);
        Arrays.fill(savedPackets, 0);
        unsaved = new int[Math.max(16, size)];
        for (int i = 0; i < size; i++) unsaved[i] = i;
        unsavedCount = size;
    }

    /** Visits what is not counted by scope yet, by how many bytes it has grown; it is counted then. */
    void count(Growth visitor) {
        for (int i = 0; i < uncountedCount; i++) {
            int place = uncounted[i];
            visitor.visit(place, bytes[place] - countedBytes[place], 0);
            countedBytes[place] = bytes[place];
        }
        uncountedCount = 0;
    }

    /** All of it is to be counted anew. */
    void forgetCounted() {
        Arrays.fill(countedBytes, 0);
        uncounted = new int[Math.max(16, size)];
        uncountedCount = 0;
        for (int i = 0; i < size; i++) if (bytes[i] > 0) uncounted[uncountedCount++] = i;
    }

    /** Takes an entry that has grown. */
    interface Growth {
        void visit(int place, long bytes, long packets);
    }

    private int take(long[] key, int agent) {
        int mask = slots.length - 1;
        int slot = hash(key, agent) & mask;
        while (slots[slot] != 0) {
            int place = slots[slot] - 1;
            if (holds(place, key, agent)) return place;
            slot = slot + 1 & mask;
        }
        if (size == agents.length) grow();
        System.arraycopy(key, 0, keys, size * words, words);
        agents[size] = agent;
        slots[slot] = size + 1;
        size++;
        if (2 * size > slots.length) rehash();
        return size - 1;
    }

    private boolean holds(int place, long[] key, int agent) {
        if (agents[place] != agent) return false;
        for (int i = 0; i < words; i++) if (keys[place * words + i] != key[i]) return false;
        return true;
    }

    private int hash(long[] key, int agent) {
        long hash = agent * 0x9e3779b97f4a7c15L;
        for (int i = 0; i < words; i++) hash = (hash ^ key[i]) * 0xff51afd7ed558ccdL ^ hash >>> 29;
        return (int) (hash ^ hash >>> 32);
    }

    private void grow() {
        int length = 2 * size;
        keys = Arrays.copyOf(keys, length * words);
        agents = Arrays.copyOf(agents, length);
        bytes = Arrays.copyOf(bytes, length);
        packets = Arrays.copyOf(packets, length);
        savedBytes = Arrays.copyOf(savedBytes, length);
        savedPackets = Arrays.copyOf(savedPackets, length);
        countedBytes = Arrays.copyOf(countedBytes, length);
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        long[] key = new long[words];
        for (int place = 0; place < size; place++) {
            System.arraycopy(keys, place * words, key, 0, words);
            int slot = hash(key, agents[place]) & mask;
            while (slots[slot] != 0) slot = slot + 1 & mask;
            slots[slot] = place + 1;
        }
    }
}
