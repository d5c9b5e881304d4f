/* The command line of the helper. */
#ifndef STREAMCHECKER_OPTIONS_H
#define STREAMCHECKER_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum { MAX_LINKS = 256 };

enum mode { MODE_LIST, MODE_LIVE, MODE_READ };

struct options {
    enum mode mode;
    const char *interfaces[MAX_LINKS];
    uint16_t interface_count;
    bool automatic; /* every interface that is up, unless enslaved to a bridge, bond or team */
    const char *file;
    const char *filter; /* NULL for none */
    bool promiscuous; /* also what is not addressed to this machine */
    bool kernel_sums; /* where the kernel can, it sums */
    bool each_packet; /* an entry for each packet, instead of one for each flow */
    uint32_t interval_ms;
    uint32_t flush_ms;
    int snaplen;
    int buffer_bytes;
};

/* Reads the arguments. On wrong usage says what is wrong on stderr and ends the process with status 2. */
struct options options_parse(int argc, char **argv);

#endif
