#include "offline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meter.h"
#include "record.h"

enum { READ_BUFFER_BYTES = 1 << 20 };

/* Before the first record. */
#define NO_TIME INT64_MIN

/* The kinds of file that differ in how they stamp time. */
enum format { FORMAT_PCAPNG, FORMAT_PCAP, FORMAT_PCAP_NANO };

struct reader {
    struct meter meter;
    struct stats stats;
    pcap_t *pcap;
    enum format format;
    uint16_t link_type;
    int64_t newest_us;
};

static int fail(struct output *out, enum problem_code code, const char *file, const char *reason) {
    char text[PCAP_ERRBUF_SIZE + 4096];
    snprintf(text, sizeof text, "%.3500s: %s", file, reason);
    send_problem(out, 0, SEVERITY_ERROR, code, text);
    output_drain(out);
    return 1;
}

/* Looks at the first four bytes and puts them back. */
static enum format peek_format(FILE *file) {
    unsigned char magic[4];
    size_t length = fread(magic, 1, sizeof magic, file);
    clearerr(file);
    if (fseek(file, 0, SEEK_SET) != 0)
        for (size_t i = length; i > 0; i--) ungetc(magic[i - 1], file);
    if (length < sizeof magic) return FORMAT_PCAP;
    if (memcmp(magic, "\x0a\x0d\x0d\x0a", 4) == 0) return FORMAT_PCAPNG;
    bool nano = memcmp(magic, "\xa1\xb2\x3c\x4d", 4) == 0 || memcmp(magic, "\x4d\x3c\xb2\xa1", 4) == 0;
    return nano ? FORMAT_PCAP_NANO : FORMAT_PCAP;
}

/* Classic pcap stamps are unsigned 32-bit; libpcap takes them as signed, so that 2038 becomes 1901. */
static int64_t record_time_us(const struct reader *reader, const struct timeval *stamp) {
    switch (reader->format) {
        case FORMAT_PCAP: return meter_time_us((uint32_t)stamp->tv_sec, (uint32_t)stamp->tv_usec);
        case FORMAT_PCAP_NANO: return meter_time_us((uint32_t)stamp->tv_sec, (uint32_t)stamp->tv_usec / 1000);
        default: return meter_time_us(stamp->tv_sec, stamp->tv_usec);
    }
}

/* Sends flows and counters of the same records, so that a reader may resume at any FLUSHED. */
static void flush(struct meter *meter, void *context) {
    struct reader *reader = context;
    int64_t newest_ms = reader->newest_us == NO_TIME ? 0 : reader->newest_us / 1000;
    meter_flush(meter);
    send_stats(meter->out, 0, newest_ms, &reader->stats);
    send_flushed(meter->out);
    output_drain(meter->out);
    reader->stats = (struct stats){0};
}

static void on_record(u_char *context, const struct pcap_pkthdr *header, const u_char *data) {
    struct reader *reader = (struct reader *)context;
    int64_t time_us = record_time_us(reader, &header->ts);
    meter_record(&reader->meter, &reader->stats, 0, reader->link_type, time_us, header, data);
    if (time_us > reader->newest_us) reader->newest_us = time_us;
}

static bool set_filter(pcap_t *pcap, const char *filter) {
    struct bpf_program program;
    if (pcap_compile(pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN) != 0) return false;
    bool set = pcap_setfilter(pcap, &program) == 0;
    pcap_freecode(&program);
    return set;
}

/* Opens the file with its stamps as they stand in it: nanoseconds where it has them, else microseconds. */
static int open_file(struct reader *reader, const struct options *options, struct output *out) {
    char error[PCAP_ERRBUF_SIZE] = "";
    FILE *file = fopen(options->file, "rb");
    if (file == NULL) return fail(out, PROBLEM_BAD_FILE, options->file, strerror(errno));
    setvbuf(file, NULL, _IOFBF, READ_BUFFER_BYTES);
    reader->format = peek_format(file);
    u_int precision = reader->format == FORMAT_PCAP_NANO ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO;
    reader->pcap = pcap_fopen_offline_with_tstamp_precision(file, precision, error);
    if (reader->pcap == NULL) return fail(out, PROBLEM_BAD_FILE, options->file, error);
    if (options->filter != NULL && !set_filter(reader->pcap, options->filter))
        return fail(out, PROBLEM_BAD_FILTER, options->filter, pcap_geterr(reader->pcap));
    reader->link_type = record_link_type(pcap_datalink(reader->pcap));
    return 0;
}

static void read_all(struct reader *reader, const struct options *options, struct output *out) {
    int result = pcap_loop(reader->pcap, -1, on_record, (u_char *)reader);
    if (result == PCAP_ERROR) {
        char text[PCAP_ERRBUF_SIZE + 4096];
        snprintf(text, sizeof text, "%.3500s is damaged: %s; what was read up to there counts", options->file,
                 pcap_geterr(reader->pcap));
        send_problem(out, 0, SEVERITY_WARNING, PROBLEM_BAD_FILE, text);
    }
    flush(&reader->meter, reader);
}

int offline_run(const struct options *options, struct output *out) {
    static struct reader reader;
    send_hello(out);
    if (!meter_open(&reader.meter, out, options->interval_ms))
        return fail(out, PROBLEM_FAILED, options->file, "not enough memory");
    reader.meter.on_full = flush;
    reader.meter.context = &reader;
    reader.newest_us = NO_TIME;
    int status = open_file(&reader, options, out);
    if (status != 0) return status;
    send_interface(out, 0, reader.link_type, (uint32_t)pcap_snapshot(reader.pcap), options->file);
    read_all(&reader, options, out);
    send_end(out);
    output_drain(out);
    pcap_close(reader.pcap);
    return 0;
}
