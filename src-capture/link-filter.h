/* The capture filter for links: compiled once for each link type, so that a link that comes back needs no look-up of
 * the names in it. */
#ifndef STREAMCHECKER_LINK_FILTER_H
#define STREAMCHECKER_LINK_FILTER_H

#include <pcap/pcap.h>
#include <stdbool.h>

/* Lets only what the expression describes into an open link. False, with the reason in pcap_geterr(), where it can't. */
bool link_filter_set(pcap_t *pcap, const char *expression);

#endif
