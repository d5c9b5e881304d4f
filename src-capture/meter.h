/* From one captured record to the table and the counters of its interface; the same for live and files. */
#ifndef STREAMCHECKER_METER_H
#define STREAMCHECKER_METER_H

#include <stdint.h>

#include "flow-table.h"
#include "protocol.h"

struct meter {
    struct flow_table table;
    struct output *out;
    int64_t interval_us;
    uint32_t interval_ms;
    /* The interval of the record before, which most records share. */
    int64_t current_start_us;
    int64_t current_start_ms;
    /* Called when the table must be flushed before it takes another record. */
    void (*on_full)(struct meter *meter, void *context);
    void *context;
};

bool meter_open(struct meter *meter, struct output *out, uint32_t interval_ms, bool each_packet);

void meter_record(struct meter *meter, struct stats *stats, uint16_t interface, const struct captured *captured);

/* Adds packets of one pair that were summed elsewhere: `sum` has the bytes of all of them. */
void meter_sum(struct meter *meter, struct stats *stats, uint16_t interface, int64_t time_us, const struct record *sum,
               uint64_t packets);

/* Seconds and a smaller part as microseconds since the epoch, kept within some 126,000 years of it. */
int64_t meter_time_us(int64_t seconds, int64_t microseconds);

/* Packets that find room in the table, whichever they are. */
uint32_t meter_room(const struct meter *meter);

/* Sends the flows counted up to now. */
void meter_flush(struct meter *meter);

#endif
