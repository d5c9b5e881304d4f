/* The links of a live capture: which interfaces they are, as these come, go and change. */
#ifndef STREAMCHECKER_LINK_SET_H
#define STREAMCHECKER_LINK_SET_H

#include "interface-drops.h"
#include "interface-watch.h"
#include "kernel-sums.h"
#include "live-link.h"

struct link_set {
    const struct options *options;
    struct output *out;
    struct meter *meter;
    struct live_link links[MAX_LINKS];
    uint16_t count;
    struct link_failure failure; /* the first one, while it is started */
    struct interface_watch watch;
    struct drop_watch drops;
    struct kernel_sums sums;
    uint16_t refreshed; /* the link whose addresses were looked at last */
    bool told_full;     /* that there are more interfaces than can be captured */
    bool stale; /* something changed since the interfaces were looked at */
    int64_t looked_at_ms;
};

/* Opens the named interfaces, and for `auto` those that are up. Returns how many are open; tells of every one unless it
 * is none. */
uint16_t link_set_start(struct link_set *set, const struct options *options, struct output *out, struct meter *meter);

/* How many records may be read now; what finds no room is best left in the rings. */
int link_set_share(const struct link_set *set);
bool link_set_may_read(const struct link_set *set);

/* Counts what waits in a link's ring, at most a share of it. Returns the records read. */
int link_set_read(struct link_set *set, struct live_link *link);

/* Looks at the interfaces when that is due, and opens and closes links accordingly; not while the reader is so slow that
 * there would be no room to tell of it. */
void link_set_keep(struct link_set *set);

/* Time until link_set_keep() has something to do. */
int64_t link_set_wait_ms(const struct link_set *set);

/* Counts what waits in the rings of all links until they are empty, or `limit_ms` are over. */
void link_set_drain(struct link_set *set, int64_t limit_ms);

/* Lets no more packets in, so that what is read from now on is from before. */
void link_set_refuse_packets(struct link_set *set);

/* Sends the counters of all links. The flows of before must have been sent. */
void link_set_send_stats(struct link_set *set);

void link_set_close(struct link_set *set);

#endif
