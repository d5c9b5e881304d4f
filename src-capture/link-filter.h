/* What the kernel hands to a live capture: no packet that the filter does not match, none twice, none for another
 * machine unless it is asked for, and of each only its beginning. */
#ifndef STREAMCHECKER_LINK_FILTER_H
#define STREAMCHECKER_LINK_FILTER_H

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>

#include "kernel-sums.h"

struct link_filter {
    struct sock_filter *program; /* what the expression describes, for the kernel; NULL before it is set */
    uint16_t length;
    bool is_loopback;
    bool admits_all; /* also what is addressed to other machines */
    uint32_t admitted; /* which addresses are admitted besides the interface's own, as a checksum */
    int summing; /* program that sums in the kernel; -1 for none */
};

/* Lets only what the expression describes into an open link; NULL describes everything. It is compiled once for each
 * link type, so that a link that comes back needs no look-up of the names in it. False, with the reason in
 * pcap_geterr(), where it can't. */
bool link_filter_set(struct link_filter *filter, pcap_t *pcap, const char *expression, bool admits_all);

/* Admits packets by the addresses that the interface has now, those of a macvlan upon it among them; `list_fd` asks for
 * them. Where the kernel sums such packets, it does so from then on. */
void link_filter_admit(struct link_filter *filter, pcap_t *pcap, unsigned number, int list_fd,
                       const struct kernel_sums *sums);

void link_filter_close(struct link_filter *filter);

#endif
