/* The order in which flows are sent. Captures are nearly in time order, so nearly nothing is left to sort:
 * one pass that groups by interface and family, then a merge sort over the runs that the intervals form. */
#include <string.h>

#include "flow-table.h"

enum { MAX_INTERFACES = 256, BUCKETS = 2 * MAX_INTERFACES };

static uint32_t bucket_of(const struct flow *flow) {
    return (uint32_t)(flow->interface % MAX_INTERFACES) * 2 + (flow->family == 6);
}

static void swap(struct flow_table *table) {
    uint32_t *order = table->order;
    table->order = table->scratch;
    table->scratch = order;
}

/* Stable counting sort of all positions by (interface, family). */
static void group(struct flow_table *table) {
    uint32_t start[BUCKETS + 1] = {0};
    for (uint32_t i = 0; i < table->count; i++) start[bucket_of(&table->flows[i]) + 1]++;
    for (uint32_t b = 0; b < BUCKETS; b++) start[b + 1] += start[b];
    for (uint32_t i = 0; i < table->count; i++) table->order[start[bucket_of(&table->flows[i])]++] = i;
}

static int64_t interval_at(const struct flow_table *table, uint32_t i) {
    return table->flows[table->order[i]].interval_start_ms;
}

/* End of the run that starts at `from`: up to there the intervals don't descend. */
static uint32_t run_end(const struct flow_table *table, uint32_t from) {
    if (from == table->count) return from;
    uint32_t end = from + 1;
    while (end < table->count && interval_at(table, end - 1) <= interval_at(table, end)) end++;
    return end;
}

/* Merges order[from, middle) and order[middle, end) into scratch; of equals, the first run's come first. */
static void merge(struct flow_table *table, uint32_t from, uint32_t middle, uint32_t end) {
    uint32_t left = from, right = middle;
    for (uint32_t to = from; to < end; to++) {
        bool take_left =
            left < middle && (right == end || interval_at(table, left) <= interval_at(table, right));
        table->scratch[to] = table->order[take_left ? left++ : right++];
    }
}

void flow_table_sort(struct flow_table *table) {
    group(table);
    while (run_end(table, 0) < table->count) {
        for (uint32_t from = 0; from < table->count;) {
            uint32_t middle = run_end(table, from);
            uint32_t end = run_end(table, middle);
            merge(table, from, middle, end);
            from = end;
        }
        swap(table);
    }
}
