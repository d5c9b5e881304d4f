/* Reader of capture files: classic pcap and pcapng, in either byte order, with as many interfaces as there are.
 * Not libpcap's: that one stops where a second interface differs from the first in link type or snap length, cuts
 * records to the snap length in the file's header, and takes times after 2038 for times before 1970. */
#ifndef STREAMCHECKER_CAPTURE_FILE_H
#define STREAMCHECKER_CAPTURE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "file-input.h"
#include "record.h"

/* More captured bytes than this are damage, as in libpcap and Wireshark. */
enum { MAX_CAPTURED = 262144 };

enum capture_format { FORMAT_PCAP, FORMAT_PCAP_NANO, FORMAT_PCAPNG };

/* An interface of a pcapng section; a classic file has one. */
struct file_interface {
    uint16_t link_type;
    uint32_t snaplen;
    uint64_t ticks_per_second;
    int64_t offset_seconds;
};

struct capture_file {
    struct file_input input;
    enum capture_format format;
    bool big_endian;
    uint32_t header_bytes; /* of a record in a classic file */
    uint16_t minor_version; /* of a classic file */
    struct file_interface *interfaces;
    uint32_t interface_count;
    uint32_t interface_room;
    bool damaged; /* nothing behind the damage is read */
    char error[256];
};

enum read_result { READ_RECORD, READ_END, READ_DAMAGED };

/* False, with `error` set, where it is not a capture file. */
bool capture_file_open(struct capture_file *file, const char *path);

/* The next record; its data is valid until the next call. On damage `error` says what. */
enum read_result capture_file_next(struct capture_file *file, struct captured *record);

void capture_file_close(struct capture_file *file);

/* For the parts of the reader. */
uint16_t capture_file_u16(const struct capture_file *file, const uint8_t *p);
uint32_t capture_file_u32(const struct capture_file *file, const uint8_t *p);
__attribute__((format(printf, 2, 3))) enum read_result capture_file_damaged(struct capture_file *file,
                                                                            const char *format, ...);
/* What the end of the input means: the clean end, or damage in the middle of `what`. */
enum read_result capture_file_ended(struct capture_file *file, const char *what);
/* A zeroed interface more. NULL where there is no memory. */
struct file_interface *capture_file_add_interface(struct capture_file *file);

/* Reads up to the first interface. False, with `error` set, where not even a section begins. */
bool pcapng_open(struct capture_file *file);

enum read_result pcapng_next(struct capture_file *file, struct captured *record);

#endif
