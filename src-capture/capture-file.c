#include "capture-file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

enum { FILE_HEADER_BYTES = 24, MAX_INTERFACES_IN_FILE = 1 << 20 };

uint16_t capture_file_u16(const struct capture_file *file, const uint8_t *p) {
    return file->big_endian ? be16(p) : le16(p);
}

uint32_t capture_file_u32(const struct capture_file *file, const uint8_t *p) {
    return file->big_endian ? be32(p) : le32(p);
}

enum read_result capture_file_damaged(struct capture_file *file, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(file->error, sizeof file->error, format, arguments);
    va_end(arguments);
    file->damaged = true;
    return READ_DAMAGED;
}

enum read_result capture_file_ended(struct capture_file *file, const char *what) {
    const struct file_input *input = &file->input;
    if (input->error != 0) return capture_file_damaged(file, "it can't be read: %s", strerror(input->error));
    if (input->problem != NULL) return capture_file_damaged(file, "%s", input->problem);
    if (input->start == input->end) return READ_END;
    return capture_file_damaged(file, "it ends in the middle of %s", what);
}

struct file_interface *capture_file_add_interface(struct capture_file *file) {
    if (file->interface_count == file->interface_room) {
        uint32_t room = file->interface_room == 0 ? 16 : 2 * file->interface_room;
        if (room > MAX_INTERFACES_IN_FILE) return NULL;
        struct file_interface *grown = realloc(file->interfaces, room * sizeof *grown);
        if (grown == NULL) return NULL;
        file->interfaces = grown;
        file->interface_room = room;
    }
    struct file_interface *added = &file->interfaces[file->interface_count++];
    *added = (struct file_interface){.link_type = 0};
    return added;
}

static bool refuse(struct capture_file *file, const char *reason) {
    snprintf(file->error, sizeof file->error, "%s", reason);
    return false;
}

/* Kinds of classic file by their magic number; the last is of Linux 2.2's days and has more in a record's header. */
static const struct {
    uint32_t magic;
    enum capture_format format;
    uint32_t header_bytes;
} kinds[] = {{0xa1b2c3d4, FORMAT_PCAP, 16}, {0xa1b23c4d, FORMAT_PCAP_NANO, 16}, {0xa1b2cd34, FORMAT_PCAP, 24}};

static bool recognise(struct capture_file *file, const uint8_t *magic) {
    file->format = FORMAT_PCAPNG;
    if (be32(magic) == 0x0a0d0d0a) return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        file->big_endian = be32(magic) == kinds[i].magic;
        if (!file->big_endian && le32(magic) != kinds[i].magic) continue;
        file->format = kinds[i].format;
        file->header_bytes = kinds[i].header_bytes;
        return true;
    }
    return false;
}

static bool open_classic(struct capture_file *file) {
    const uint8_t *header = file_input_peek(&file->input, FILE_HEADER_BYTES);
    if (header == NULL) return refuse(file, "it ends in its header");
    if (capture_file_u16(file, header + 4) != 2 || capture_file_u16(file, header + 6) < 1)
        return refuse(file, "its version of the pcap format is not supported");
    struct file_interface *only = capture_file_add_interface(file);
    if (only == NULL) return refuse(file, "not enough memory");
    only->snaplen = capture_file_u32(file, header + 16);
    only->link_type = (uint16_t)capture_file_u32(file, header + 20);
    file->minor_version = capture_file_u16(file, header + 6);
    file_input_take(&file->input, FILE_HEADER_BYTES);
    return true;
}

/* Formats of other programs, which the message names. ERF has no magic number: a plausible first record stands for it. */
static const char *foreign_format(const uint8_t *begin, size_t length) {
    const size_t erf_header = 16;
    if (length >= 8 && memcmp(begin, "snoop\0\0\0", 8) == 0) return "snoop";
    if (memcmp(begin, "RTSS", 4) == 0 || memcmp(begin, "GMBU", 4) == 0) return "Network Monitor";
    if (length < erf_header) return NULL;
    uint32_t seconds = le32(begin + 4), type = begin[8] & 0x7f, record_bytes = be16(begin + 10);
    bool is_erf = seconds > 600000000 && type > 0 && type <= 48 && record_bytes > erf_header && be16(begin + 12) == 0;
    return is_erf ? "ERF" : NULL;
}

static bool refuse_unknown(struct capture_file *file, const uint8_t *begin) {
    const char *format = foreign_format(begin, file->input.end - file->input.start);
    if (format == NULL) return refuse(file, "not a capture file (pcap or pcapng)");
    snprintf(file->error, sizeof file->error, "it is a capture of the format %s; convert it: editcap -F pcapng IN OUT", format);
    return false;
}

/* The beginning of what the file holds, unpacked if need be; NULL, with `error` set, where it is none. */
static const uint8_t *begin_reading(struct capture_file *file) {
    struct file_input *input = &file->input;
    const uint8_t *magic = file_input_peek(input, 4);
    const char *compression = magic == NULL ? NULL : compression_of(magic);
    if (compression != NULL && !file_input_decompress(input)) {
        snprintf(file->error, sizeof file->error, "it is compressed with %s; unpack it, into a pipe if need be", compression);
        return NULL;
    }
    if (compression != NULL) magic = file_input_peek(input, 4);
    if (magic == NULL) refuse(file, input->error ? strerror(input->error) : input->problem ? input->problem : "not a capture file");
    return magic;
}

bool capture_file_open(struct capture_file *file, const char *path) {
    *file = (struct capture_file){.format = FORMAT_PCAP};
    if (!file_input_open(&file->input, path)) return refuse(file, strerror(errno));
    const uint8_t *magic = begin_reading(file);
    if (magic == NULL) return false;
    if (!recognise(file, magic)) return refuse_unknown(file, magic);
    return file->format == FORMAT_PCAPNG ? pcapng_open(file) : open_classic(file);
}

/* The stamps of a classic file are unsigned; so is the fraction, which may be a second or more in odd files. */
static int64_t classic_time_us(const struct capture_file *file, const uint8_t *header) {
    int64_t seconds = capture_file_u32(file, header);
    int64_t fraction = capture_file_u32(file, header + 4);
    return seconds * 1000000 + (file->format == FORMAT_PCAP_NANO ? fraction / 1000 : fraction);
}

/* Before version 2.3 the two lengths of a record stood the other way round, in files of 2.3 in either. */
static void put_lengths_in_order(const struct capture_file *file, struct captured *record) {
    bool swapped = file->minor_version < 3 || (file->minor_version == 3 && record->captured > record->original);
    if (!swapped) return;
    uint32_t original = record->captured;
    record->captured = record->original;
    record->original = original;
}

/* The header of a second file, where a record's should be: its magic number, its version, and a time zone of 0. */
static bool is_another_file(const uint8_t *p) {
    bool magic = false;
    if (le32(p + 8) != 0) return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        magic = magic || be32(p) == kinds[i].magic || le32(p) == kinds[i].magic;
    bool version = (be16(p + 4) == 2 && be16(p + 6) <= 4) || (le16(p + 4) == 2 && le16(p + 6) <= 4);
    return magic && version;
}

static enum read_result classic_next(struct capture_file *file, struct captured *record) {
    const uint8_t *header = file_input_peek(&file->input, file->header_bytes);
    if (header == NULL) return capture_file_ended(file, "a record's header");
    if (is_another_file(header))
        return capture_file_damaged(file, "another capture file begins in it; join them with mergecap instead of cat");
    record->link_type = file->interfaces[0].link_type;
    record->time_us = classic_time_us(file, header);
    record->captured = capture_file_u32(file, header + 8);
    record->original = capture_file_u32(file, header + 12);
    put_lengths_in_order(file, record);
    if (record->captured > MAX_CAPTURED)
        return capture_file_damaged(file, "a record says that it has %u bytes", record->captured);
    header = file_input_peek(&file->input, file->header_bytes + record->captured);
    if (header == NULL) return capture_file_ended(file, "a packet");
    record->data = header + file->header_bytes;
    file_input_take(&file->input, file->header_bytes + record->captured);
    return READ_RECORD;
}

enum read_result capture_file_next(struct capture_file *file, struct captured *record) {
    if (file->damaged) return READ_DAMAGED;
    return file->format == FORMAT_PCAPNG ? pcapng_next(file, record) : classic_next(file, record);
}

void capture_file_close(struct capture_file *file) {
    free(file->interfaces);
    file_input_close(&file->input);
}
