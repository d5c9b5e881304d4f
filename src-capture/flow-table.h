/* Sums of bytes and packets per (interval, interface, source, destination), in memory allocated once.
 *
 * Flows of one group (interval, interface, family) lie together in chunks, in the order of their first packets: just as
 * they are sent. A hash index finds them. Waiting for memory would be most of a packet's cost, so packets are taken in
 * batches: what all of them need is fetched before the first one is added
 * (docs/adr/0012-batches-into-the-flow-table.md). */
#ifndef STREAMCHECKER_FLOW_TABLE_H
#define STREAMCHECKER_FLOW_TABLE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    FLOW_BATCH = 16,
    FLOW_UNIT_WORDS = 3, /* an IPv4 flow: addresses, bytes, packets; one of IPv6 fills two units */
    FLOW_CHUNK_UNITS = 64,
    FLOW_CHUNKS = 2048, /* the first one is not used: unit 0 stands for none */
    /* In a full table a batch still finds room, be each of its packets of another group. */
    FLOW_FULL_CHUNKS = FLOW_CHUNKS - FLOW_BATCH,
    FLOW_TABLE_SLOTS = 1 << 18,
    FLOW_PART_SLOTS = 256,
    FLOW_GROUP_SLOTS = 1 << 12
};

/* No sum in a table passes what a double holds exactly (2^53 - 1): readers in JavaScript rely on it. */
#define FLOW_TABLE_MAX_SUM ((UINT64_C(1) << 53) - 1)

struct flow_key {
    int64_t interval_start_ms;
    uint16_t interface;
    uint8_t family;
    const uint8_t *addresses; /* source, then destination: 4 or 16 bytes each */
};

struct flow_group {
    int64_t interval_start_ms;
    uint16_t interface;
    uint8_t family;
    uint16_t first_chunk;
    uint16_t last_chunk;
    uint32_t count; /* flows */
    uint32_t next_unit;
    uint32_t end_unit; /* of the last chunk */
};

struct flow_chunk {
    uint16_t group;
    uint16_t next; /* of the same group */
};

/* Packets on their way into the table: one, or more of the same flow in a row. */
struct pending_flow {
    uint64_t addresses[4];
    uint64_t bytes;
    uint64_t packets;
    uint64_t hash;
    uint16_t group;
    uint8_t family;
};

struct flow_table {
    uint32_t *index; /* open addressing: (part of the hash, unit), 0 is free */
    uint64_t *words; /* of all chunks */
    uint8_t used_parts[FLOW_TABLE_SLOTS / FLOW_PART_SLOTS]; /* of the index */
    uint16_t group_index[FLOW_GROUP_SLOTS];                 /* open addressing: group + 1, 0 is free */
    struct flow_group groups[FLOW_CHUNKS];
    struct flow_chunk chunks[FLOW_CHUNKS];
    struct pending_flow pending[1 + FLOW_BATCH]; /* the first one stands for none */
    uint32_t group_count;
    uint32_t chunk_count;
    uint32_t pending_count;
    uint16_t last_group; /* that of the packet before, which most packets share */
    uint64_t bytes;
    uint64_t seed[4];
    bool each_packet; /* an entry for each packet, instead of one for each flow */
};

/* Flows that lie together: each its addresses, bytes, packets. */
struct flow_run {
    const uint64_t *words;
    uint32_t count;
    uint16_t next_chunk;
};

/* Words that the addresses of a flow fill; its bytes and packets follow. */
static inline uint32_t flow_address_words(uint8_t family) { return family == 4 ? 1 : 4; }

/* False where memory or randomness can't be had. */
bool flow_table_open(struct flow_table *table, bool each_packet);

/* Adds packets of this many bytes in all. False, and nothing added, where the table must be flushed first. */
bool flow_table_add(struct flow_table *table, const struct flow_key *key, uint64_t bytes, uint64_t packets);

/* Takes in what is pending, and puts the groups in ascending order by interval, interface, family, whatever the hash
 * seed is. Only reading and flow_table_clear() may follow. */
void flow_table_finish(struct flow_table *table);

/* The flows of a group that lie in one chunk; `left` of them are in this and later ones. */
struct flow_run flow_table_run(const struct flow_table *table, const struct flow_group *group, uint16_t chunk,
                               uint32_t left);

void flow_table_clear(struct flow_table *table);

#endif
