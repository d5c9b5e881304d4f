/* What the kernel hands to a live capture: no packet that the filter does not match, none twice, and of each only its
 * beginning. */
#ifndef STREAMCHECKER_LINK_FILTER_H
#define STREAMCHECKER_LINK_FILTER_H

#include <pcap/pcap.h>
#include <stdbool.h>

/* Lets only what the expression describes into an open link; NULL describes everything. It is compiled once for each
 * link type, so that a link that comes back needs no look-up of the names in it. False, with the reason in
 * pcap_geterr(), where it can't. */
bool link_filter_set(pcap_t *pcap, const char *name, const char *expression);

#endif
