#include "flow-table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

__extension__ typedef unsigned __int128 u128;

enum {
    UNITS = FLOW_CHUNKS * FLOW_CHUNK_UNITS,
    UNIT_BITS = 18,
    UNIT_MASK = (1 << UNIT_BITS) - 1,
    SLOT_MASK = FLOW_TABLE_SLOTS - 1,
    GROUP_SLOT_MASK = FLOW_GROUP_SLOTS - 1,
    NO_GROUP = UINT16_MAX,
    INDEX_BYTES = FLOW_TABLE_SLOTS * sizeof(uint32_t),
    MEMORY_BYTES = INDEX_BYTES + UNITS * FLOW_UNIT_WORDS * sizeof(uint64_t),
    HUGE_PAGE_BYTES = 2 << 20
};

_Static_assert(UNITS <= 1 << UNIT_BITS, "an index entry holds a unit");
_Static_assert(FLOW_CHUNKS < FLOW_GROUP_SLOTS, "a search for a group ends");
_Static_assert(MEMORY_BYTES % HUGE_PAGE_BYTES == 0, "index and flows fill huge pages");

bool flow_table_open(struct flow_table *table, bool each_packet) {
    memset(table, 0, sizeof *table);
    table->each_packet = each_packet;
    uint8_t *memory = aligned_alloc(HUGE_PAGE_BYTES, MEMORY_BYTES);
    if (memory == NULL) return false;
#ifdef MADV_HUGEPAGE
    madvise(memory, MEMORY_BYTES, MADV_HUGEPAGE);
#endif
    memset(memory, 0, INDEX_BYTES);
    table->index = (uint32_t *)(void *)memory;
    table->words = (uint64_t *)(void *)(memory + INDEX_BYTES);
    table->chunk_count = 1;
    table->pending[0].group = NO_GROUP;
    return getentropy(table->seed, sizeof table->seed) == 0;
}

static uint64_t mix(uint64_t a, uint64_t b) {
    u128 product = (u128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Folded multiplication under a random seed, so that nobody can choose addresses that collide. */
static uint64_t hash(const struct flow_table *table, const struct pending_flow *flow) {
    const uint64_t *seed = table->seed, *words = flow->addresses;
    uint64_t key = words[0] ^ seed[0];
    if (flow->family == 6) key = mix(key, words[1] ^ seed[1]) ^ mix(words[2] ^ seed[2], words[3] ^ seed[3]);
    return mix(mix(key, seed[1] ^ flow->group), seed[2] | 1);
}

static bool is_group(const struct flow_group *group, const struct flow_key *key) {
    return group->interval_start_ms == key->interval_start_ms && group->interface == key->interface &&
           group->family == key->family;
}

static uint32_t group_slot(const struct flow_table *table, const struct flow_key *key) {
    uint64_t where = (uint64_t)key->interface << 8 | key->family;
    return mix((uint64_t)key->interval_start_ms ^ table->seed[0], where ^ table->seed[1]) & GROUP_SLOT_MASK;
}

static uint16_t find_group(struct flow_table *table, const struct flow_key *key) {
    uint32_t slot = group_slot(table, key);
    for (uint16_t held; (held = table->group_index[slot]) != 0; slot = (slot + 1) & GROUP_SLOT_MASK)
        if (is_group(&table->groups[held - 1], key)) return (uint16_t)(held - 1);
    table->groups[table->group_count] = (struct flow_group){
        .interval_start_ms = key->interval_start_ms, .interface = key->interface, .family = key->family};
    table->group_index[slot] = (uint16_t)++table->group_count;
    return (uint16_t)(table->group_count - 1);
}

static uint16_t group_of(struct flow_table *table, const struct flow_key *key) {
    if (table->group_count == 0 || !is_group(&table->groups[table->last_group], key))
        table->last_group = find_group(table, key);
    return table->last_group;
}

static void add_chunk(struct flow_table *table, uint16_t number) {
    struct flow_group *group = &table->groups[number];
    uint16_t chunk = (uint16_t)table->chunk_count++;
    table->chunks[chunk] = (struct flow_chunk){.group = number};
    if (group->count == 0) group->first_chunk = chunk;
    else table->chunks[group->last_chunk].next = chunk;
    group->last_chunk = chunk;
    group->next_unit = (uint32_t)chunk * FLOW_CHUNK_UNITS;
    group->end_unit = group->next_unit + FLOW_CHUNK_UNITS;
}

static uint64_t *flow_at(const struct flow_table *table, uint32_t unit) {
    return table->words + (size_t)unit * FLOW_UNIT_WORDS;
}

static uint32_t slot_of(const struct pending_flow *pending) { return (uint32_t)pending->hash & SLOT_MASK; }

static uint32_t tag_of(const struct pending_flow *pending) {
    return (uint32_t)(pending->hash >> 32) & ~(uint32_t)UNIT_MASK;
}

/* Of a length that the compiler knows. */
static void copy_addresses(uint64_t *to, const void *from, uint8_t family) {
    if (family == 4) memcpy(to, from, 8);
    else memcpy(to, from, 32);
}

/* Returns the unit of the new flow. */
static uint32_t append(struct flow_table *table, const struct pending_flow *pending) {
    struct flow_group *group = &table->groups[pending->group];
    if (group->next_unit == group->end_unit) add_chunk(table, pending->group);
    uint32_t unit = group->next_unit, address_words = flow_address_words(pending->family);
    group->next_unit += pending->family == 4 ? 1 : 2;
    group->count++;
    uint64_t *flow = flow_at(table, unit);
    copy_addresses(flow, pending->addresses, pending->family);
    flow[address_words] = pending->bytes;
    flow[address_words + 1] = pending->packets;
    return unit;
}

static void insert(struct flow_table *table, const struct pending_flow *pending, uint32_t slot) {
    table->index[slot] = tag_of(pending) | append(table, pending);
    table->used_parts[slot / FLOW_PART_SLOTS] = 1;
}

static bool same_addresses(const uint64_t *a, const uint64_t *b, uint8_t family) {
    return a[0] == b[0] && (family == 4 || (a[1] == b[1] && a[2] == b[2] && a[3] == b[3]));
}

static bool is_flow(const struct flow_table *table, uint32_t unit, const struct pending_flow *pending) {
    return table->chunks[unit / FLOW_CHUNK_UNITS].group == pending->group &&
           same_addresses(flow_at(table, unit), pending->addresses, pending->family);
}

static void settle_one(struct flow_table *table, const struct pending_flow *pending) {
    uint32_t slot = slot_of(pending), tag = tag_of(pending);
    for (uint32_t held; (held = table->index[slot]) != 0; slot = (slot + 1) & SLOT_MASK) {
        uint32_t unit = held & UNIT_MASK;
        if ((held & ~(uint32_t)UNIT_MASK) != tag || !is_flow(table, unit, pending)) continue;
        uint64_t *counters = flow_at(table, unit) + flow_address_words(pending->family);
        counters[0] += pending->bytes;
        counters[1] += pending->packets;
        return;
    }
    insert(table, pending, slot);
}

static void settle(struct flow_table *table) {
    for (uint32_t i = 1; i <= table->pending_count; i++) {
        uint32_t held = table->index[slot_of(&table->pending[i])];
        __builtin_prefetch(flow_at(table, held & UNIT_MASK), 1);
    }
    for (uint32_t i = 1; i <= table->pending_count; i++) settle_one(table, &table->pending[i]);
    table->pending_count = 0;
}

bool flow_table_add(struct flow_table *table, const struct flow_key *key, uint64_t bytes, uint64_t packets) {
    if (bytes > FLOW_TABLE_MAX_SUM - table->bytes || table->chunk_count > FLOW_FULL_CHUNKS) return false;
    table->bytes += bytes;
    uint16_t group = group_of(table, key);
    struct pending_flow *last = &table->pending[table->pending_count], *pending = last + 1;
    copy_addresses(pending->addresses, key->addresses, key->family);
    if (!table->each_packet && last->group == group && same_addresses(last->addresses, pending->addresses, key->family)) {
        last->bytes += bytes;
        last->packets += packets;
        return true;
    }
    pending->bytes = bytes;
    pending->packets = packets;
    pending->group = group;
    pending->family = key->family;
    if (table->each_packet) {
        append(table, pending);
        return true;
    }
    pending->hash = hash(table, pending);
    __builtin_prefetch(&table->index[slot_of(pending)], 1);
    if (++table->pending_count == FLOW_BATCH) settle(table);
    return true;
}

static int compare(const void *left, const void *right) {
    const struct flow_group *a = left, *b = right;
    if (a->interval_start_ms != b->interval_start_ms) return a->interval_start_ms < b->interval_start_ms ? -1 : 1;
    if (a->interface != b->interface) return a->interface < b->interface ? -1 : 1;
    return a->family - b->family;
}

void flow_table_finish(struct flow_table *table) {
    settle(table);
    qsort(table->groups, table->group_count, sizeof *table->groups, compare);
}

struct flow_run flow_table_run(const struct flow_table *table, const struct flow_group *group, uint16_t chunk,
                               uint32_t left) {
    uint32_t most = group->family == 4 ? FLOW_CHUNK_UNITS : FLOW_CHUNK_UNITS / 2;
    return (struct flow_run){.words = flow_at(table, (uint32_t)chunk * FLOW_CHUNK_UNITS),
                             .count = left < most ? left : most,
                             .next_chunk = table->chunks[chunk].next};
}

static void clear_index(struct flow_table *table) {
    for (uint32_t part = 0; part < FLOW_TABLE_SLOTS / FLOW_PART_SLOTS; part++) {
        if (!table->used_parts[part]) continue;
        memset(table->index + part * FLOW_PART_SLOTS, 0, FLOW_PART_SLOTS * sizeof *table->index);
        table->used_parts[part] = 0;
    }
}

void flow_table_clear(struct flow_table *table) {
    clear_index(table);
    memset(table->group_index, 0, sizeof table->group_index);
    table->group_count = 0;
    table->chunk_count = 1;
    table->last_group = 0;
    table->bytes = 0;
}
