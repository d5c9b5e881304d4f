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
    if (capture_file_u16(file, header + 4) != 2 || capture_file_u16(file, header + 6) < 4)
        return refuse(file, "its version of the pcap format is not supported");
    struct file_interface *only = capture_file_add_interface(file);
    if (only == NULL) return refuse(file, "not enough memory");
    only->snaplen = capture_file_u32(file, header + 16);
    only->link_type = (uint16_t)capture_file_u32(file, header + 20);
    file_input_take(&file->input, FILE_HEADER_BYTES);
    return true;
}

/* gzip, zstd, xz, bzip2. */
static bool is_compressed(const uint8_t *magic) {
    static const uint8_t known[][3] = {{0x1f, 0x8b, 0x08}, {0x28, 0xb5, 0x2f}, {0xfd, '7', 'z'}, {'B', 'Z', 'h'}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (memcmp(magic, known[i], sizeof known[i]) == 0) return true;
    return false;
}

bool capture_file_open(struct capture_file *file, const char *path) {
    *file = (struct capture_file){.format = FORMAT_PCAP};
    if (!file_input_open(&file->input, path)) return refuse(file, strerror(errno));
    const uint8_t *magic = file_input_peek(&file->input, 4);
    if (magic == NULL) return refuse(file, file->input.error ? strerror(file->input.error) : "it is no capture file");
    if (is_compressed(magic)) return refuse(file, "it is compressed; unpack it, into a pipe if need be");
    if (!recognise(file, magic)) return refuse(file, "it is no capture file (pcap or pcapng)");
    return file->format == FORMAT_PCAPNG ? pcapng_open(file) : open_classic(file);
}

/* The stamps of a classic file are unsigned; so is the fraction, which may be a second or more in odd files. */
static int64_t classic_time_us(const struct capture_file *file, const uint8_t *header) {
    int64_t seconds = capture_file_u32(file, header);
    int64_t fraction = capture_file_u32(file, header + 4);
    return seconds * 1000000 + (file->format == FORMAT_PCAP_NANO ? fraction / 1000 : fraction);
}

static enum read_result classic_next(struct capture_file *file, struct captured *record) {
    const uint8_t *header = file_input_peek(&file->input, file->header_bytes);
    if (header == NULL) return capture_file_ended(file, "a record's header");
    record->link_type = file->interfaces[0].link_type;
    record->time_us = classic_time_us(file, header);
    record->captured = capture_file_u32(file, header + 8);
    record->original = capture_file_u32(file, header + 12);
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
