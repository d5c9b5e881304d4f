/* One interface under live capture: opening it, reading it, its counters, and how it fails. */
#ifndef STREAMCHECKER_LIVE_LINK_H
#define STREAMCHECKER_LIVE_LINK_H

#include <pcap/pcap.h>
#include <stdint.h>

#include "interface-drops.h"
#include "interface-watch.h"
#include "link-filter.h"
#include "meter.h"
#include "options.h"

enum link_phase {
    LINK_VACANT,  /* nothing to capture; the index may come to stand for another interface */
    LINK_WAITING, /* can't be captured, and is tried again */
    LINK_OPEN,
    LINK_LEAVING /* nothing more comes in; what did is still read, then the link is closed */
};

struct live_link {
    char name[INTERFACE_NAME_BYTES];
    uint16_t index;
    uint16_t link_type;
    bool named; /* asked for by its name, not chosen by `auto` */
    enum link_phase phase;
    enum link_phase after_leaving;
    pcap_t *pcap; /* NULL unless open or leaving */
    int fd;
    unsigned number;     /* the system's for the interface; 0 for what is none */
    bool down;           /* told to be; packets are captured again as soon as it is up */
    bool was_up;         /* when looked at last, while waiting */
    bool given_up;       /* opening it again would fail in the same way */
    bool unsent;         /* has counters that no STATS has carried */
    int64_t retry_at_ms; /* when the next attempt is due, or the end of leaving */
    struct meter *meter;
    struct stats stats;
    struct link_filter filter;
    struct pcap_stat kernel; /* as last seen: 32-bit counters that wrap */
    struct interface_drops drops; /* as last seen */
    int64_t newest_us;       /* time of the newest record that was read */
    int64_t from_ms;         /* what was captured before this was reported */
    int64_t to_ms;           /* nothing from before this is still to be read */
    int64_t left_ms;         /* when it let no more packets in; 0 while it does */
};

/* Why a link could not be opened. */
struct link_failure {
    enum problem_code code; /* 0 for none */
    char text[4 * PCAP_ERRBUF_SIZE];
};

/* How a link is opened. */
struct link_manner {
    const char *device; /* the interface's name, where the link has an alternative one */
    const char *filter; /* NULL for none */
    bool promiscuous;
    int snaplen;
    int buffer_bytes;
};

/* Opens the link for capture, without blocking. On failure says why. */
bool link_open(struct live_link *link, const struct link_manner *manner, struct link_failure *failure);

/* Counts what waits in the ring, at most this many records. Returns how many they were, or -1 if the link failed. */
int link_read(struct live_link *link, int most);

/* Notes up to when everything was read: all but what the kernel still holds back, where the ring was found empty.
 * Other than in the ring, nothing was read of `most_ms` and later. */
void link_note_reached(struct live_link *link, bool empty, int64_t most_ms);

/* The time that was covered since the report before, which ends with this one. */
struct report_times link_take_times(struct live_link *link);

/* Lets no more packets into the ring, where the system can. Those in it stay. */
void link_refuse_packets(struct live_link *link);

/* Brings the kernel's counters into the link's. */
void link_update_stats(struct live_link *link, const struct drop_watch *drops);

void link_close(struct live_link *link, const struct drop_watch *drops);

#endif
