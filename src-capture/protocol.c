#include "protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    /* Small enough to stay in the processor's cache: so much is gathered for a write. */
    PUSH_BYTES = 256 << 10,
    /* The sums of a full table, with the headers of as many groups as it can have, and the reports of all interfaces. */
    TABLE_BYTES = 4 << 20,
    /* A problem and the start of each of 256 interfaces. */
    NEWS_BYTES = 1 << 20,
    /* Two full tables beside each other, and the news of as many looks. Memory that is not used is not there. */
    BUFFER_BYTES = 2 * (TABLE_BYTES + NEWS_BYTES),
    PIPE_BYTES = 1 << 20,
    HEADER_BYTES = 8,
    FLOWS_HEADER_BYTES = 40,
    /* In a frame: whole chunks, and some frames to a write. */
    MAX_FLOWS = 32 * FLOW_CHUNK_UNITS,
    MAX_TEXT_BYTES = 4096,
    /* In the flags of TIMES. */
    TIMES_COUNT_DROPS = 1
};

_Static_assert(FLOW_CHUNKS * (FLOW_CHUNK_UNITS * FLOW_UNIT_WORDS * sizeof(uint64_t) + HEADER_BYTES + FLOWS_HEADER_BYTES) <
                   TABLE_BYTES - (64 << 10),
               "a full table finds room, and the reports");

bool output_open(struct output *out, int fd) {
    *out = (struct output){.fd = fd, .buffer = malloc(BUFFER_BYTES), .push_at = PUSH_BYTES};
    return out->buffer != NULL;
}

void output_wait_for_reader(struct output *out, bool wait) {
    struct stat status;
    if (fstat(out->fd, &status) != 0 || !(S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode))) return;
#ifdef F_SETPIPE_SZ
    /* A pipe of the usual size is to be written to again for each page that is read from it. */
    if (!wait && S_ISFIFO(status.st_mode)) fcntl(out->fd, F_SETPIPE_SZ, PIPE_BYTES);
#endif
    int flags = fcntl(out->fd, F_GETFL);
    fcntl(out->fd, F_SETFL, wait ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

/* False where the reader takes no more. */
static bool write_some(struct output *out) {
    ssize_t written = write(out->fd, out->buffer + out->sent, out->used - out->sent);
    if (written > 0) out->sent += (size_t)written;
    if (written >= 0 || errno == EINTR) return true;
    if (errno != EAGAIN) _exit(1);
    return false;
}

void output_push(struct output *out) {
    while (output_is_pending(out) && write_some(out)) continue;
    if (!output_is_pending(out)) out->used = out->sent = 0;
    out->push_at = out->used + PUSH_BYTES;
}

void output_drain(struct output *out) {
    for (output_push(out); output_is_pending(out); output_push(out)) {
        struct pollfd reader = {.fd = out->fd, .events = POLLOUT};
        poll(&reader, 1, -1);
    }
}

static bool has_room(const struct output *out, size_t bytes) { return BUFFER_BYTES - out->used >= bytes; }

bool output_has_room_for_table(const struct output *out) { return has_room(out, TABLE_BYTES); }

bool output_has_room_for_news(const struct output *out) { return has_room(out, TABLE_BYTES + NEWS_BYTES); }

static void put(struct output *out, uint64_t value, size_t bytes) {
    uint8_t *to = out->buffer + out->used;
    for (size_t i = 0; i < bytes; i++) to[i] = (uint8_t)(value >> 8 * i);
    out->used += bytes;
}

static void put_bytes(struct output *out, const void *bytes, size_t length) {
    memcpy(out->buffer + out->used, bytes, length);
    out->used += length;
}

/* Starts a frame, with room for all of it in the buffer: who could send more than that asked before. */
static void begin(struct output *out, enum frame_type type, uint16_t interface, size_t payload) {
    if (out->used >= out->push_at) output_push(out);
    if (!has_room(out, HEADER_BYTES + payload)) output_drain(out);
    put(out, payload, 4);
    put(out, type, 1);
    put(out, 0, 1);
    put(out, interface, 2);
}

static size_t text_length(const char *text) { return strnlen(text, MAX_TEXT_BYTES); }

void send_hello(struct output *out) {
    const char *version = pcap_lib_version();
    size_t length = text_length(version);
    begin(out, FRAME_HELLO, NO_INTERFACE, 4 + length);
    put(out, PROTOCOL_VERSION, 4);
    put_bytes(out, version, length);
}

void send_interface(struct output *out, uint16_t interface, uint32_t link_type, uint32_t snaplen, const char *name) {
    size_t length = text_length(name);
    begin(out, FRAME_INTERFACE, interface, 8 + length);
    put(out, link_type, 4);
    put(out, snaplen, 4);
    put_bytes(out, name, length);
}

static size_t flow_bytes(uint8_t family) { return (flow_address_words(family) + 2) * sizeof(uint64_t); }

static uint8_t *write_u64(uint8_t *to, uint64_t value) {
    for (size_t i = 0; i < sizeof value; i++) to[i] = (uint8_t)(value >> 8 * i);
    return to + sizeof value;
}

/* The sums of a FLOWS frame's entries; they stand before these. */
struct sums {
    uint64_t packets;
    uint64_t bytes;
};

static void put_run(struct output *out, const struct flow_run *run, uint32_t address_words, struct sums *sums) {
    uint8_t *to = out->buffer + out->used;
    const uint64_t *flow = run->words;
    for (uint32_t i = 0; i < run->count; i++, flow += address_words + 2) {
        memcpy(to, flow, address_words * sizeof *flow);
        to = write_u64(to + address_words * sizeof *flow, flow[address_words]);
        to = write_u64(to, flow[address_words + 1]);
        sums->bytes += flow[address_words];
        sums->packets += flow[address_words + 1];
    }
    out->used = (size_t)(to - out->buffer);
}

/* All but the sums, for which room is left. */
static void begin_flows(struct output *out, const struct flow_group *group, uint32_t count, uint32_t interval_ms) {
    begin(out, FRAME_FLOWS, group->interface, FLOWS_HEADER_BYTES + count * flow_bytes(group->family));
    put(out, (uint64_t)group->interval_start_ms, 8);
    put(out, interval_ms, 4);
    put(out, group->family, 1);
    put(out, 0, 3);
    put(out, count, 4);
    put(out, 0, 4);
    out->used += sizeof(struct sums);
}

/* One frame of `count` flows from a chunk on, whole chunks but for the last. Returns the chunk behind them. */
static uint16_t send_frame(struct output *out, const struct flow_table *table, const struct flow_group *group,
                           uint16_t chunk, uint32_t count, uint32_t interval_ms) {
    struct sums sums = {0};
    begin_flows(out, group, count, interval_ms);
    uint8_t *place = out->buffer + out->used - sizeof sums;
    for (uint32_t left = count; left > 0;) {
        struct flow_run run = flow_table_run(table, group, chunk, left);
        if (group->family == 4) put_run(out, &run, 1, &sums);
        else put_run(out, &run, 4, &sums);
        chunk = run.next_chunk;
        left -= run.count;
    }
    write_u64(write_u64(place, sums.packets), sums.bytes);
    return chunk;
}

void send_flows(struct output *out, struct flow_table *table, uint32_t interval_ms) {
    flow_table_finish(table);
    for (uint32_t i = 0; i < table->group_count; i++) {
        const struct flow_group *group = &table->groups[i];
        uint16_t chunk = group->first_chunk;
        for (uint32_t sent = 0; sent < group->count;) {
            uint32_t left = group->count - sent, count = left < MAX_FLOWS ? left : MAX_FLOWS;
            chunk = send_frame(out, table, group, chunk, count, interval_ms);
            sent += count;
        }
    }
    flow_table_clear(table);
}

static void send_times(struct output *out, uint16_t interface, const struct report_times *times) {
    begin(out, FRAME_TIMES, interface, 40);
    put(out, (uint64_t)times->from_ms, 8);
    put(out, (uint64_t)times->to_ms, 8);
    put(out, (uint64_t)times->steady_ms, 8);
    put(out, (uint64_t)times->boot_ms, 8);
    put(out, times->counts_drops ? TIMES_COUNT_DROPS : 0, 8);
}

void send_stats(struct output *out, uint16_t interface, const struct report_times *times, const struct stats *stats) {
    send_times(out, interface, times);
    begin(out, FRAME_STATS, interface, 72);
    put(out, (uint64_t)times->at_ms, 8);
    uint64_t records = 0;
    for (int kind = 0; kind < RECORD_KINDS; kind++) records += stats->records[kind];
    put(out, records, 8);
    for (int kind = 0; kind < RECORD_KINDS; kind++) put(out, stats->records[kind], 8);
    put(out, stats->kernel_received, 8);
    put(out, stats->kernel_dropped, 8);
    put(out, stats->interface_dropped, 8);
}

void send_problem(struct output *out, uint16_t interface, enum severity severity, enum problem_code code,
                  const char *text) {
    size_t length = text_length(text);
    begin(out, FRAME_PROBLEM, interface, 4 + length);
    put(out, severity, 1);
    put(out, 0, 1);
    put(out, code, 2);
    put_bytes(out, text, length);
}

void send_flushed(struct output *out) { begin(out, FRAME_FLUSHED, NO_INTERFACE, 0); }

void send_end(struct output *out) { begin(out, FRAME_END, NO_INTERFACE, 0); }

void send_progress(struct output *out, uint64_t read_bytes) {
    begin(out, FRAME_PROGRESS, NO_INTERFACE, 8);
    put(out, read_bytes, 8);
}
