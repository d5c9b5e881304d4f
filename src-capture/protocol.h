/* Writer of the helper's protocol, version 2. PROTOCOL.md describes every frame. */
#ifndef STREAMCHECKER_PROTOCOL_H
#define STREAMCHECKER_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow-table.h"
#include "record.h"

enum { PROTOCOL_VERSION = 2, NO_INTERFACE = 0xffff };

enum frame_type {
    FRAME_HELLO = 1,
    FRAME_INTERFACE = 2,
    FRAME_FLOWS = 3,
    FRAME_STATS = 4,
    FRAME_PROBLEM = 5,
    FRAME_FLUSHED = 6,
    FRAME_END = 7,
    FRAME_PROGRESS = 8,
    FRAME_TIMES = 9
};

enum severity { SEVERITY_WARNING = 1, SEVERITY_ERROR = 2 };

enum problem_code {
    PROBLEM_NOT_PERMITTED = 1,
    PROBLEM_NO_INTERFACE = 2,
    PROBLEM_BAD_FILTER = 3,
    PROBLEM_BAD_FILE = 4,
    PROBLEM_FAILED = 5,
    PROBLEM_NO_KERNEL_SUMS = 6
};

/* Differences since the report before. */
struct stats {
    uint64_t records[RECORD_KINDS];
    uint64_t kernel_received;
    uint64_t kernel_dropped;
    uint64_t interface_dropped;
};

/* When a report was made, and the time that it covers; wall times in ms since the epoch. All 0 for a file. */
struct report_times {
    int64_t at_ms;
    int64_t from_ms;
    int64_t to_ms;
    int64_t steady_ms;
    int64_t boot_ms;
    bool counts_drops; /* nothing was dropped but what is counted */
};

/* Frames on their way to the reader. Writing ends the process where nobody reads any more: there is no one left to work
 * for. */
struct output {
    int fd;
    uint8_t *buffer;
    size_t used;
    size_t sent;    /* of those used */
    size_t push_at; /* when so much is used, it is written without being asked for */
};

bool output_open(struct output *out, int fd);

/* Whether to wait for a slow reader, as at first; if not, frames wait in the buffer. Of files nothing changes: they are
 * never slow. */
void output_wait_for_reader(struct output *out, bool wait);

/* Writes what is buffered, or as much of it as a reader takes who is not waited for. */
void output_push(struct output *out);

/* Writes all that is buffered, however long the reader takes. */
void output_drain(struct output *out);

/* Whether the reader has not taken everything yet. */
static inline bool output_is_pending(const struct output *out) { return out->used > out->sent; }

/* Whether a full table finds room in the buffer, with the reports of all interfaces. */
bool output_has_room_for_table(const struct output *out);

/* Whether all that can be said of the interfaces at one look finds room, beside a full table. */
bool output_has_room_for_news(const struct output *out);

void send_hello(struct output *out);
void send_interface(struct output *out, uint16_t interface, uint32_t link_type, uint32_t snaplen, const char *name);
/* Sends all flows of the table in its order and clears it. */
void send_flows(struct output *out, struct flow_table *table, uint32_t interval_ms);
void send_stats(struct output *out, uint16_t interface, const struct report_times *times, const struct stats *stats);
void send_problem(struct output *out, uint16_t interface, enum severity severity, enum problem_code code,
                  const char *text);
void send_flushed(struct output *out);
void send_end(struct output *out);
void send_progress(struct output *out, uint64_t read_bytes);

#endif
