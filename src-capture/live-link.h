/* One interface under live capture: opening it, reading it, its counters, and how it fails. */
#ifndef STREAMCHECKER_LIVE_LINK_H
#define STREAMCHECKER_LIVE_LINK_H

#include <pcap/pcap.h>
#include <stdint.h>

#include "meter.h"
#include "options.h"

struct live_link {
    const char *name;
    uint16_t index;
    uint16_t link_type;
    pcap_t *pcap; /* NULL while it can't be captured */
    int fd;
    bool given_up; /* opening it again would fail in the same way */
    int64_t retry_at_ms;
    struct meter *meter;
    struct stats stats;
    struct pcap_stat kernel; /* as last seen: 32-bit counters that wrap */
};

/* Why a link could not be opened. */
struct link_failure {
    enum problem_code code; /* 0 for none */
    char text[4 * PCAP_ERRBUF_SIZE];
};

/* Opens the link for capture, without blocking. On failure says why. */
bool link_open(struct live_link *link, const struct options *options, struct link_failure *failure);

/* Counts what waits in the ring, at most a share of it. Returns the records read, or -1 if the link failed. */
int link_read(struct live_link *link);

/* Brings the kernel's counters into the link's. */
void link_update_stats(struct live_link *link);

void link_close(struct live_link *link);

#endif
