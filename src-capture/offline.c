#include "offline.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "capture-file.h"
#include "clock.h"
#include "file-filter.h"
#include "meter.h"
#include "privileges.h"

/* Before the first record. */
#define NO_TIME INT64_MIN

enum { TEXT_BYTES = 4096, PROGRESS_MS = 200, LIVE_FLUSH_MS = 500 };

struct reader {
    const char *name; /* for the person */
    struct capture_file file;
    struct file_filter filter;
    struct meter meter;
    struct stats stats;
    uint64_t counted;     /* records, in all */
    uint64_t unsupported; /* of them, those of link types that are not decoded */
    uint16_t unsupported_type; /* of the first one */
    int64_t newest_us;
    uint64_t told_bytes; /* of the file, at the newest look at the clock */
    int64_t told_ms;
    int64_t flushed_ms; /* of a live input */
    uint64_t flushed_count;
};

static int fail(struct output *out, enum problem_code code, const char *what, const char *reason) {
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, "%.3000s: %.500s", what, reason);
    send_problem(out, 0, SEVERITY_ERROR, code, text);
    output_drain(out);
    return 1;
}

/* Sends flows and counters of the same records, so that a reader may resume at any FLUSHED. */
static void flush(struct meter *meter, void *context) {
    struct reader *reader = context;
    int64_t newest_ms = reader->newest_us == NO_TIME ? 0 : reader->newest_us / 1000;
    meter_flush(meter);
    send_stats(meter->out, 0, &(struct report_times){.at_ms = newest_ms, .counts_drops = true}, &reader->stats);
    send_flushed(meter->out);
    output_drain(meter->out);
    reader->stats = (struct stats){0};
}

/* What comes through a pipe is sent twice a second: it may be a capture that goes on. */
static void flush_if_live(void *context) {
    struct reader *reader = context;
    int64_t now_ms = steady_ms();
    if (!reader->file.input.is_live || now_ms - reader->flushed_ms < LIVE_FLUSH_MS) return;
    reader->flushed_ms = now_ms;
    if (reader->counted == reader->flushed_count) return;
    reader->flushed_count = reader->counted;
    flush(&reader->meter, reader);
}

static const char up_to_there[] = "what was read up to there counts";

static void warn(struct reader *reader, enum problem_code code, const char *reason, const char *outcome) {
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, "%.3000s: %.500s; %s", reader->name, reason, outcome);
    send_problem(reader->meter.out, 0, SEVERITY_WARNING, code, text);
}

static void note_link_type(struct reader *reader, const struct captured *record, bool unsupported) {
    if (unsupported && reader->unsupported == 0) reader->unsupported_type = record->link_type;
    reader->counted++;
    reader->unsupported += unsupported;
}

/* Where not one record could be decoded, a total of 0 would say too little. */
static void tell_if_unsupported(struct reader *reader) {
    char reason[TEXT_BYTES];
    if (reader->counted == 0 || reader->unsupported < reader->counted) return;
    const char *name = pcap_datalink_val_to_description_or_dlt(reader->unsupported_type);
    snprintf(reason, sizeof reason, "its link type is not supported: %u, %.200s", reader->unsupported_type, name);
    warn(reader, PROBLEM_FAILED, reason, "none of its packets counts");
}

/* Counts a record that passes the filter. False where the filter can't be used on it. */
static bool count(struct reader *reader, const struct captured *record) {
    enum filter_result result = file_filter_apply(&reader->filter, record);
    if (result == FILTER_PASS) {
        uint64_t before = reader->stats.records[RECORD_UNSUPPORTED_LINK];
        meter_record(&reader->meter, &reader->stats, 0, record);
        if (record->time_us > reader->newest_us) reader->newest_us = record->time_us;
        note_link_type(reader, record, reader->stats.records[RECORD_UNSUPPORTED_LINK] > before);
    }
    return result != FILTER_BAD;
}

/* Tells how far it is, a few times a second. The clock is looked at only when more of the file was read. */
static void tell_progress(struct reader *reader) {
    uint64_t read_bytes = reader->file.input.read;
    if (read_bytes == reader->told_bytes) return;
    reader->told_bytes = read_bytes;
    flush_if_live(reader);
    int64_t now_ms = steady_ms();
    if (now_ms - reader->told_ms < PROGRESS_MS) return;
    reader->told_ms = now_ms;
    send_progress(reader->meter.out, read_bytes);
    output_drain(reader->meter.out);
}

static void read_all(struct reader *reader) {
    struct captured record;
    enum read_result result;
    while ((result = capture_file_next(&reader->file, &record)) == READ_RECORD) {
        tell_progress(reader);
        if (count(reader, &record)) continue;
        bool goes_on = reader->filter.count < MAX_FILTER_PROGRAMS;
        warn(reader, PROBLEM_BAD_FILTER, reader->filter.error, goes_on ? "packets of this link type are passed over" : up_to_there);
        if (!goes_on) break;
    }
    if (result == READ_DAMAGED) warn(reader, PROBLEM_BAD_FILE, reader->file.error, up_to_there);
    tell_if_unsupported(reader);
    flush(&reader->meter, reader);
}

/* A file has a link type at its start, unless it is pcapng, where each interface has one. */
static uint16_t first_link_type(const struct capture_file *file) {
    return file->interface_count > 0 ? file->interfaces[0].link_type : LINK_ETHERNET;
}

/* Of the interfaces of a pcapng file, some may be of link types that an expression makes no sense on. */
static bool is_usable(struct reader *reader) {
    if (file_filter_prepare(&reader->filter, first_link_type(&reader->file), false)) return true;
    return reader->file.format == FORMAT_PCAPNG && file_filter_prepare(&reader->filter, LINK_ETHERNET, false);
}

static int open_all(struct reader *reader, const struct options *options, struct output *out) {
    if (!meter_open(&reader->meter, out, options->interval_ms, options->each_packet))
        return fail(out, PROBLEM_FAILED, reader->name, "not enough memory");
    reader->meter.on_full = flush;
    reader->meter.context = reader;
    if (!capture_file_open(&reader->file, options->file))
        return fail(out, PROBLEM_BAD_FILE, reader->name, reader->file.error);
    reader->file.input.on_wait = flush_if_live;
    reader->file.input.context = reader;
    reader->filter.expression = options->filter;
    if (!is_usable(reader))
        return fail(out, PROBLEM_BAD_FILTER, options->filter, reader->filter.error);
    /* Names in an expression are looked up when it is compiled, which won't be possible later. */
    if (reader->file.format == FORMAT_PCAPNG || first_link_type(&reader->file) == LINK_NULL)
        file_filter_prepare_all(&reader->filter);
    return 0;
}

int offline_run(const struct options *options, struct output *out) {
    static struct reader reader;
    reader.told_ms = steady_ms();
    reader.name = strcmp(options->file, "-") == 0 ? "standard input" : options->file;
    reader.newest_us = NO_TIME;
    send_hello(out);
    int status = open_all(&reader, options, out);
    if (status != 0) return status;
    privileges_drop(NEEDS_NOTHING, &(struct writable){.fds = {out->fd, STDERR_FILENO}, .count = 2});
    uint32_t snaplen = reader.file.interface_count > 0 ? reader.file.interfaces[0].snaplen : 0;
    if (reader.file.input.is_live) file_input_watch_signals();
    send_interface(out, 0, first_link_type(&reader.file), snaplen, reader.name);
    output_push(out);
    read_all(&reader);
    send_end(out);
    output_drain(out);
    file_filter_close(&reader.filter);
    capture_file_close(&reader.file);
    return 0;
}
