#include "meter.h"

/* Far enough from the ends of 64-bit microseconds that two times can be subtracted. */
static const int64_t max_seconds = INT64_C(4000000000000);

bool meter_open(struct meter *meter, struct output *out, uint32_t interval_ms, bool each_packet) {
    *meter = (struct meter){.out = out, .interval_ms = interval_ms, .interval_us = (int64_t)interval_ms * 1000};
    return flow_table_open(&meter->table, each_packet);
}

int64_t meter_time_us(int64_t seconds, int64_t microseconds) {
    if (seconds > max_seconds) seconds = max_seconds;
    if (seconds < -max_seconds) seconds = -max_seconds;
    return seconds * 1000000 + microseconds;
}

/* floor(time / interval) * interval, also before 1970. */
static void start_interval(struct meter *meter, int64_t time_us) {
    int64_t past = time_us % meter->interval_us;
    if (past < 0) past += meter->interval_us;
    meter->current_start_us = time_us - past;
    meter->current_start_ms = meter->current_start_us / 1000;
}

static void add_flow(struct meter *meter, uint16_t interface, int64_t time_us, const struct record *record,
                     uint64_t packets) {
    int64_t since = time_us - meter->current_start_us;
    if (since < 0 || since >= meter->interval_us) start_interval(meter, time_us);
    const struct flow_key key = {.interval_start_ms = meter->current_start_ms,
                                 .interface = interface,
                                 .family = record->family,
                                 .addresses = record->addresses};
    if (flow_table_add(&meter->table, &key, record->bytes, packets)) return;
    meter->on_full(meter, meter->context);
    flow_table_add(&meter->table, &key, record->bytes, packets);
}

void meter_record(struct meter *meter, struct stats *stats, uint16_t interface, const struct captured *captured) {
    struct record record;
    enum record_kind kind = record_decode(captured, &record);
    /* Added before it is counted: a flush in between sends flows and counters of the same records. */
    if (kind == RECORD_IP) add_flow(meter, interface, captured->time_us, &record, 1);
    stats->records[kind]++;
}

void meter_sum(struct meter *meter, struct stats *stats, uint16_t interface, int64_t time_us, const struct record *sum,
               uint64_t packets) {
    add_flow(meter, interface, time_us, sum, packets);
    stats->records[RECORD_IP] += packets;
}

uint32_t meter_room(const struct meter *meter) {
    uint32_t used = meter->table.chunk_count;
    return used < FLOW_FULL_CHUNKS ? FLOW_FULL_CHUNKS - used : 0;
}

void meter_flush(struct meter *meter) { send_flows(meter->out, &meter->table, meter->interval_ms); }
