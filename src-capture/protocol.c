#include "protocol.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BUFFER_BYTES = 4 << 20,
    HEADER_BYTES = 8,
    FLOWS_HEADER_BYTES = 40,
    MAX_FLOWS_PAYLOAD = 1 << 20,
    MAX_TEXT_BYTES = 4096
};

bool output_open(struct output *out, int fd) {
    *out = (struct output){.fd = fd, .buffer = malloc(BUFFER_BYTES), .used = 0};
    return out->buffer != NULL;
}

void output_drain(struct output *out) {
    for (size_t sent = 0; sent < out->used;) {
        ssize_t written = write(out->fd, out->buffer + sent, out->used - sent);
        if (written < 0 && errno != EINTR) _exit(1);
        if (written > 0) sent += (size_t)written;
    }
    out->used = 0;
}

static void put(struct output *out, uint64_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) out->buffer[out->used++] = (uint8_t)(value >> 8 * i);
}

static void put_bytes(struct output *out, const void *bytes, size_t length) {
    memcpy(out->buffer + out->used, bytes, length);
    out->used += length;
}

/* Starts a frame, with room for all of it in the buffer. */
static void begin(struct output *out, enum frame_type type, uint16_t interface, size_t payload) {
    if (BUFFER_BYTES - out->used < HEADER_BYTES + payload) output_drain(out);
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

static const struct flow *flow_at(const struct flow_table *table, uint32_t i) { return &table->flows[table->order[i]]; }

static bool same_frame(const struct flow *a, const struct flow *b) {
    return a->interval_start_ms == b->interval_start_ms && a->interface == b->interface && a->family == b->family;
}

static size_t flow_bytes(const struct flow *flow) { return flow->family == 4 ? 24 : 48; }

/* Flows from position `from` that go into one frame, and their sums. */
struct flows_frame {
    uint32_t count;
    uint64_t packets;
    uint64_t bytes;
};

static struct flows_frame measure(const struct flow_table *table, uint32_t from) {
    const struct flow *first = flow_at(table, from);
    const uint32_t most = (uint32_t)((MAX_FLOWS_PAYLOAD - FLOWS_HEADER_BYTES) / flow_bytes(first));
    struct flows_frame frame = {0};
    while (frame.count < most && from + frame.count < table->count) {
        const struct flow *flow = flow_at(table, from + frame.count);
        if (!same_frame(first, flow)) break;
        frame.packets += flow->packets;
        frame.bytes += flow->bytes;
        frame.count++;
    }
    return frame;
}

static void begin_flows(struct output *out, const struct flow *first, const struct flows_frame *frame,
                        uint32_t interval_ms) {
    begin(out, FRAME_FLOWS, first->interface, FLOWS_HEADER_BYTES + frame->count * flow_bytes(first));
    put(out, (uint64_t)first->interval_start_ms, 8);
    put(out, interval_ms, 4);
    put(out, first->family, 1);
    put(out, 0, 3);
    put(out, frame->count, 4);
    put(out, 0, 4);
    put(out, frame->packets, 8);
    put(out, frame->bytes, 8);
}

static void put_flow(struct output *out, const struct flow *flow) {
    size_t address = flow->family == 4 ? 4 : 16;
    put_bytes(out, flow->source, address);
    put_bytes(out, flow->destination, address);
    put(out, flow->bytes, 8);
    put(out, flow->packets, 8);
}

void send_flows(struct output *out, struct flow_table *table, uint32_t interval_ms) {
    flow_table_sort(table);
    for (uint32_t from = 0; from < table->count;) {
        struct flows_frame frame = measure(table, from);
        begin_flows(out, flow_at(table, from), &frame, interval_ms);
        for (uint32_t end = from + frame.count; from < end; from++) put_flow(out, flow_at(table, from));
    }
    flow_table_clear(table);
}

void send_stats(struct output *out, uint16_t interface, int64_t at_ms, const struct stats *stats) {
    begin(out, FRAME_STATS, interface, 72);
    put(out, (uint64_t)at_ms, 8);
    put(out, stats->records, 8);
    put(out, stats->ip, 8);
    put(out, stats->non_ip, 8);
    put(out, stats->malformed, 8);
    put(out, stats->unsupported_link, 8);
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
