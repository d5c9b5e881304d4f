/* The program that the kernel runs for each packet of a link: Linux only. */
#ifndef STREAMCHECKER_KERNEL_FILTER_H
#define STREAMCHECKER_KERNEL_FILTER_H

#include "link-filter.h"

/* Takes the program that libpcap has attached. False where there is no memory. */
bool kernel_filter_take(struct link_filter *filter, pcap_t *pcap);

/* Attaches the program anew, behind the decision whom packets may be addressed to, unless that is as before; or in
 * its place the one that sums, where that can decide the same. */
void kernel_filter_admit(struct link_filter *filter, pcap_t *pcap, unsigned number, int list_fd,
                         const struct kernel_sums *sums);

#endif
