/* What one captured record says: the outermost IP header's addresses and length. Pure; reads nothing beyond `captured`. */
#ifndef STREAMCHECKER_RECORD_H
#define STREAMCHECKER_RECORD_H

#include <stdint.h>

enum record_kind { RECORD_IP, RECORD_NON_IP, RECORD_MALFORMED, RECORD_UNSUPPORTED_LINK, RECORD_KINDS };

/* What an IP packet says. */
struct record {
    uint8_t family;
    uint64_t bytes;
    const uint8_t *addresses; /* in the record: source, then destination, 4 or 16 bytes each */
};

/* One record as it was captured; `captured` bytes of the `original` ones on the wire are in `data`. */
struct captured {
    uint16_t link_type;
    uint32_t captured;
    uint32_t original;
    const uint8_t *data;
    int64_t time_us; /* since the epoch */
};

/* Link types as they stand in capture files (https://www.tcpdump.org/linktypes.html). */
enum link_type {
    LINK_NULL = 0,
    LINK_ETHERNET = 1,
    LINK_PPP = 9,
    LINK_PPP_HDLC = 50,
    LINK_RAW_BSD = 12,
    LINK_RAW_OPENBSD = 14,
    LINK_RAW = 101,
    LINK_CISCO_HDLC = 104,
    LINK_LOOP = 108,
    LINK_COOKED = 113,
    LINK_PKTAP_APPLE = 149, /* as Apple writes it; other programs use the number for other things */
    LINK_IPNET = 226,
    LINK_IPV4 = 228,
    LINK_IPV6 = 229,
    LINK_NFLOG = 239,
    LINK_IPOIB = 242,
    LINK_PKTAP = 258,
    LINK_COOKED_V2 = 276,
    LINK_DSA_BRCM = 281,
    LINK_DSA_BRCM_PREPEND = 282,
    LINK_DSA = 284,
    LINK_DSA_EDSA = 285
};

/* The link type of a pcap_datalink() value: without class and FCS bits, and numbered as in files. */
uint16_t record_link_type(int datalink);

/* Sets `record` for RECORD_IP only. */
enum record_kind record_decode(const struct captured *captured, struct record *record);

#endif
