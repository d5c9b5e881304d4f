#include "flow-table.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__extension__ typedef unsigned __int128 u128;

enum {
    KEY_BYTES = offsetof(struct flow, slot),
    POSITION_BITS = 18,
    POSITION_MASK = (1 << POSITION_BITS) - 1,
    SLOT_MASK = FLOW_TABLE_SLOTS - 1
};

_Static_assert(sizeof(struct flow) == 64, "a flow fills one cache line");
_Static_assert(FLOW_TABLE_CAPACITY < 1 << POSITION_BITS, "an index entry holds position + 1");

bool flow_table_open(struct flow_table *table) {
    memset(table, 0, sizeof *table);
    table->flows = aligned_alloc(64, FLOW_TABLE_CAPACITY * sizeof *table->flows);
    table->index = calloc(FLOW_TABLE_SLOTS, sizeof *table->index);
    table->order = calloc(FLOW_TABLE_CAPACITY, sizeof *table->order);
    table->scratch = calloc(FLOW_TABLE_CAPACITY, sizeof *table->scratch);
    if (!table->flows || !table->index || !table->order || !table->scratch) return false;
    return getentropy(table->seed, sizeof table->seed) == 0;
}

static uint64_t mix(uint64_t a, uint64_t b) {
    u128 product = (u128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t word(const uint8_t *bytes) {
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

/* Folded multiplication under a random seed, so that nobody can choose addresses that collide. */
static uint64_t hash(const struct flow_table *table, const struct flow *key) {
    const uint64_t *seed = table->seed;
    uint64_t where = (uint64_t)key->interval_start_ms ^ (uint64_t)key->interface << 48 ^ (uint64_t)key->family << 40;
    uint64_t source = word(key->source), destination = word(key->destination);
    if (key->family == 6) {
        source = mix(source ^ seed[2], word(key->source + 8) ^ seed[3]);
        destination = mix(destination ^ seed[3], word(key->destination + 8) ^ seed[2]);
    }
    return mix(mix(source ^ seed[0], destination ^ seed[1]) ^ where, seed[2] | 1);
}

static bool insert(struct flow_table *table, const struct flow *key, uint32_t slot, uint32_t tag, uint64_t bytes) {
    if (table->count == FLOW_TABLE_CAPACITY) return false;
    struct flow *flow = &table->flows[table->count++];
    *flow = *key;
    flow->slot = slot;
    flow->bytes = bytes;
    flow->packets = 1;
    table->index[slot] = tag | table->count;
    table->bytes += bytes;
    return true;
}

bool flow_table_add(struct flow_table *table, const struct flow *key, uint64_t bytes) {
    if (bytes > FLOW_TABLE_MAX_SUM - table->bytes) return false;
    uint64_t hashed = hash(table, key);
    uint32_t tag = (uint32_t)(hashed >> 32) & ~(uint32_t)POSITION_MASK;
    uint32_t slot = (uint32_t)hashed & SLOT_MASK;
    for (uint32_t held; (held = table->index[slot]) != 0; slot = (slot + 1) & SLOT_MASK) {
        if ((held & ~(uint32_t)POSITION_MASK) != tag) continue;
        struct flow *flow = &table->flows[(held & POSITION_MASK) - 1];
        if (memcmp(flow, key, KEY_BYTES) != 0) continue;
        flow->bytes += bytes;
        flow->packets += 1;
        table->bytes += bytes;
        return true;
    }
    return insert(table, key, slot, tag, bytes);
}

void flow_table_clear(struct flow_table *table) {
    for (uint32_t i = 0; i < table->count; i++) table->index[table->flows[i].slot] = 0;
    table->count = 0;
    table->bytes = 0;
}
