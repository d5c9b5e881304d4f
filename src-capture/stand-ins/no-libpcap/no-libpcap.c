/* Stands for libpcap where a helper is built for another platform only to read capture files, which it does by itself. */
#include <stdlib.h>

#define MISSING(name)      \
    void name(void);       \
    void name(void) { abort(); }

MISSING(pcap_activate)
MISSING(pcap_close)
MISSING(pcap_compile)
MISSING(pcap_create)
MISSING(pcap_datalink)
MISSING(pcap_datalink_val_to_description_or_dlt)
MISSING(pcap_dispatch)
MISSING(pcap_fileno)
MISSING(pcap_findalldevs)
MISSING(pcap_fopen_offline)
MISSING(pcap_freealldevs)
MISSING(pcap_freecode)
MISSING(pcap_get_selectable_fd)
MISSING(pcap_geterr)
MISSING(pcap_offline_filter)
MISSING(pcap_open_dead)
MISSING(pcap_set_buffer_size)
MISSING(pcap_set_promisc)
MISSING(pcap_set_snaplen)
MISSING(pcap_set_timeout)
MISSING(pcap_setfilter)
MISSING(pcap_setnonblock)
MISSING(pcap_snapshot)
MISSING(pcap_stats)
MISSING(pcap_statustostr)

const char *pcap_lib_version(void);
const char *pcap_lib_version(void) { return "none"; }
