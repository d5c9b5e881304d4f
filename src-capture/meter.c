#include "meter.h"

#include <string.h>

/* Far enough from the ends of 64-bit microseconds that two times can be subtracted. */
static const int64_t max_seconds = INT64_C(4000000000000);

bool meter_open(struct meter *meter, struct output *out, uint32_t interval_ms) {
    *meter = (struct meter){.out = out, .interval_ms = interval_ms, .interval_us = (int64_t)interval_ms * 1000};
    return flow_table_open(&meter->table);
}

int64_t meter_time_us(int64_t seconds, int64_t microseconds) {
    if (seconds > max_seconds) seconds = max_seconds;
    if (seconds < -max_seconds) seconds = -max_seconds;
    return seconds * 1000000 + microseconds;
}

/* floor(time / interval) * interval, also before 1970. */
static int64_t interval_start_us(struct meter *meter, int64_t time_us) {
    int64_t since = time_us - meter->current_start_us;
    if (since >= 0 && since < meter->interval_us) return meter->current_start_us;
    int64_t past = time_us % meter->interval_us;
    if (past < 0) past += meter->interval_us;
    meter->current_start_us = time_us - past;
    return meter->current_start_us;
}

static void add_flow(struct meter *meter, uint16_t interface, int64_t time_us, const struct record *record) {
    struct flow key = {.interval_start_ms = interval_start_us(meter, time_us) / 1000,
                       .interface = interface,
                       .family = record->family};
    size_t address = record->family == 4 ? 4 : 16;
    memcpy(key.source, record->source, address);
    memcpy(key.destination, record->destination, address);
    if (flow_table_add(&meter->table, &key, record->bytes)) return;
    meter->on_full(meter, meter->context);
    flow_table_add(&meter->table, &key, record->bytes);
}

void meter_record(struct meter *meter, struct stats *stats, uint16_t interface, const struct captured *captured) {
    struct record record = record_decode(captured);
    /* Added before it is counted: a flush in between sends flows and counters of the same records. */
    if (record.kind == RECORD_IP) add_flow(meter, interface, captured->time_us, &record);
    stats->records++;
    switch (record.kind) {
        case RECORD_IP: stats->ip++; break;
        case RECORD_NON_IP: stats->non_ip++; break;
        case RECORD_MALFORMED: stats->malformed++; break;
        case RECORD_UNSUPPORTED_LINK: stats->unsupported_link++; break;
    }
}

void meter_flush(struct meter *meter) { send_flows(meter->out, &meter->table, meter->interval_ms); }
