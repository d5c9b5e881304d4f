/* How the links of a live capture are opened: with which ring, and for whose packets. */
#ifndef STREAMCHECKER_LINK_OPENING_H
#define STREAMCHECKER_LINK_OPENING_H

#include "link-set.h"

enum { LINK_RETRY_MS = 2000 };

/* On failure says why, and notes when the next attempt is due. */
bool link_set_open(struct link_set *set, struct live_link *link, struct link_failure *failure);

/* Tells that a link is open, or that its interface is up again. */
void link_set_announce(struct link_set *set, const struct live_link *link);

/* Admits packets by the addresses that the link's interface has now. */
void link_set_admit(struct link_set *set, struct live_link *link);

#endif
