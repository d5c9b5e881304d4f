/* Sums of bytes and packets per (interval, interface, source, destination), in memory allocated once. */
#ifndef STREAMCHECKER_FLOW_TABLE_H
#define STREAMCHECKER_FLOW_TABLE_H

#include <stdbool.h>
#include <stdint.h>

enum { FLOW_TABLE_CAPACITY = 131072, FLOW_TABLE_SLOTS = 2 * FLOW_TABLE_CAPACITY };

/* No sum in a table passes what a double holds exactly (2^53 - 1): readers in JavaScript rely on it. */
#define FLOW_TABLE_MAX_SUM ((UINT64_C(1) << 53) - 1)

/* The key comes first and is compared as memory, up to `slot`; an IPv4 address fills 4 bytes, zeros the rest. */
struct flow {
    uint8_t source[16];
    uint8_t destination[16];
    int64_t interval_start_ms;
    uint16_t interface;
    uint8_t family;
    uint8_t zero;
    uint32_t slot;
    uint64_t bytes;
    uint64_t packets;
};

struct flow_table {
    struct flow *flows; /* dense, in order of insertion */
    uint32_t *index;    /* open addressing: (part of the hash, position in flows + 1), 0 is free */
    uint32_t *order;    /* positions in the order of flow_table_sort, and room to sort them */
    uint32_t *scratch;
    uint32_t count;
    uint64_t bytes;
    uint64_t seed[4];
};

/* False where memory or randomness can't be had. */
bool flow_table_open(struct flow_table *table);

/* Adds one packet. False, and nothing added, where the table must be flushed first. */
bool flow_table_add(struct flow_table *table, const struct flow *key, uint64_t bytes);

/* Fills `order`: ascending by interval, interface, family; then as inserted. Whatever the hash seed is. */
void flow_table_sort(struct flow_table *table);

void flow_table_clear(struct flow_table *table);

#endif
