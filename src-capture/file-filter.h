/* The capture filter for files: one program for each link type (and byte order, where it has either) that occurs. */
#ifndef STREAMCHECKER_FILE_FILTER_H
#define STREAMCHECKER_FILE_FILTER_H

#include <pcap/pcap.h>
#include <stdbool.h>

#include "record.h"

enum { MAX_FILTER_PROGRAMS = 64 };

struct file_filter {
    const char *expression; /* NULL lets everything pass */
    struct {
        uint16_t link_type;
        bool big_endian;
        struct bpf_program program; /* none where the expression makes no sense */
    } programs[MAX_FILTER_PROGRAMS];
    uint32_t count;
    uint32_t last; /* which was used for the record before */
    char error[PCAP_ERRBUF_SIZE];
};

enum filter_result { FILTER_PASS, FILTER_REJECT, FILTER_BAD };

/* Whether a record passes. Where the expression makes no sense on its link type, none does: the first one is
 * FILTER_BAD, with `error` set. */
enum filter_result file_filter_apply(struct file_filter *filter, const struct captured *record);

/* Compiles the expression for a link type and byte order, so that a bad one is known before the first record. */
bool file_filter_prepare(struct file_filter *filter, uint16_t link_type, bool big_endian);

/* Compiles the expression for every link type that is decoded and that it makes sense on. */
void file_filter_prepare_all(struct file_filter *filter);

void file_filter_close(struct file_filter *filter);

#endif
