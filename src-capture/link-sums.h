/* The sums that the kernel makes for the links of a live capture, taken into the meter. */
#ifndef STREAMCHECKER_LINK_SUMS_H
#define STREAMCHECKER_LINK_SUMS_H

#include "link-set.h"

/* Where they were asked for and can't be had, tells why. */
void link_sums_open(struct link_set *set);

/* Whether the kernel makes sums. */
bool link_sums_are_made(const struct link_set *set);

/* Takes the sums of the period that is over, if one is. */
void link_sums_take(struct link_set *set);

/* Takes all sums there are. False where some found no room. */
bool link_sums_settle(struct link_set *set);

/* For so long after the end of a period its sums can't be taken yet. */
int64_t link_sums_settle_ms(const struct link_set *set);

/* Before this time, the kernel has no sums that were not taken. */
int64_t link_sums_reached_ms(const struct link_set *set);

#endif
