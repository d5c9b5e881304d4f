#include "record.h"

#include <pcap/dlt.h>
#include <stdbool.h>
#include <string.h>

#include "bytes.h"

/* Each decoder reads from `offset` on, which never passes what was captured. */
static bool has(const struct captured *in, uint32_t offset, uint32_t length) {
    return in->captured - offset >= length;
}

/* Length on the wire from the IP header on; below what was captured, even negative, in a damaged file. */
static int64_t length_on_wire(const struct captured *in, uint32_t offset) { return (int64_t)in->original - offset; }

static enum record_kind decode_ipv4(const struct captured *in, uint32_t offset, struct record *out) {
    const uint8_t *ip = in->data + offset;
    if (!has(in, offset, 20) || ip[0] >> 4 != 4) return RECORD_MALFORMED;
    int64_t header = 4 * (ip[0] & 15);
    int64_t length = be16(ip + 2);
    /* Segmentation offload hands over packets longer than the field can say, with 0 in it. */
    if (length == 0) length = length_on_wire(in, offset);
    if (header < 20 || length < header) return RECORD_MALFORMED;
    *out = (struct record){.family = 4, .bytes = (uint64_t)length, .addresses = ip + 12};
    return RECORD_IP;
}

/* Total length of an IPv6 packet whose payload length field is 0. */
static int64_t ipv6_unsized_length(const struct captured *in, uint32_t offset, uint8_t next_header) {
    const uint8_t hop_by_hop = 0; /* where a jumbogram carries its length */
    const int64_t padded = 60;    /* an empty packet padded to the least Ethernet frame, with room for tags */
    int64_t length = length_on_wire(in, offset);
    return next_header == hop_by_hop || length > padded ? length : 40;
}

static enum record_kind decode_ipv6(const struct captured *in, uint32_t offset, struct record *out) {
    const uint8_t *ip = in->data + offset;
    if (!has(in, offset, 40) || ip[0] >> 4 != 6) return RECORD_MALFORMED;
    int64_t payload = be16(ip + 4);
    int64_t length = payload != 0 ? 40 + payload : ipv6_unsized_length(in, offset, ip[6]);
    if (length < 40) return RECORD_MALFORMED;
    *out = (struct record){.family = 6, .bytes = (uint64_t)length, .addresses = ip + 8};
    return RECORD_IP;
}

static enum record_kind decode_ppp_protocol(const struct captured *in, uint32_t offset, uint16_t protocol,
                                            struct record *out) {
    if (protocol == 0x0021) return decode_ipv4(in, offset, out);
    if (protocol == 0x0057) return decode_ipv6(in, offset, out);
    return RECORD_NON_IP;
}

/* The protocol field, which is one odd byte where it is compressed (RFC 1661, 6.5), and what follows. */
static enum record_kind decode_ppp_payload(const struct captured *in, uint32_t offset, struct record *out) {
    if (!has(in, offset, 1)) return RECORD_MALFORMED;
    uint16_t protocol = in->data[offset];
    if (protocol & 1) return decode_ppp_protocol(in, offset + 1, protocol, out);
    if (!has(in, offset, 2)) return RECORD_MALFORMED;
    return decode_ppp_protocol(in, offset + 2, be16(in->data + offset), out);
}

static enum record_kind decode_pppoe_session(const struct captured *in, uint32_t offset, struct record *out) {
    return has(in, offset, 6) ? decode_ppp_payload(in, offset + 6, out) : RECORD_MALFORMED;
}

/* Behind the bottom label there is no type: IP is known by its version (RFC 4928, 3). */
static enum record_kind decode_mpls(const struct captured *in, uint32_t offset, struct record *out) {
    bool bottom = false;
    for (; !bottom; offset += 4) {
        if (!has(in, offset, 4)) return RECORD_MALFORMED;
        bottom = in->data[offset + 2] & 1;
    }
    if (!has(in, offset, 1)) return RECORD_MALFORMED;
    switch (in->data[offset] >> 4) {
        case 4: return decode_ipv4(in, offset, out);
        case 6: return decode_ipv6(in, offset, out);
        default: return RECORD_NON_IP;
    }
}

/* What is below 0x600 is the length of an 802.3 frame; a SNAP header with organisation 0 names a type (RFC 1042). */
static bool names_type(const struct captured *in, uint32_t offset, uint16_t length) {
    static const uint8_t snap[] = {0xaa, 0xaa, 0x03, 0, 0, 0};
    return length < 0x600 && has(in, offset, 8) && memcmp(in->data + offset, snap, sizeof snap) == 0;
}

/* The payload of an Ethernet or cooked frame. */
static enum record_kind decode_ether_type(const struct captured *in, uint32_t offset, uint16_t ether_type,
                                          bool may_be_length, struct record *out) {
    for (;;) {
        if (may_be_length && names_type(in, offset, ether_type)) {
            ether_type = be16(in->data + offset + 6);
            offset += 8;
            may_be_length = false;
        }
        switch (ether_type) {
            case 0x0800: return decode_ipv4(in, offset, out);
            case 0x86dd: return decode_ipv6(in, offset, out);
            case 0x8847:
            case 0x8848: return decode_mpls(in, offset, out);
            case 0x8864: return decode_pppoe_session(in, offset, out);
            case 0x8100: /* tags */
            case 0x88a8:
            case 0x9100: break;
            default: return RECORD_NON_IP;
        }
        if (!has(in, offset, 4)) return RECORD_MALFORMED;
        ether_type = be16(in->data + offset + 2);
        offset += 4;
    }
}

/* A link header of fixed length with an EtherType somewhere in it. */
static enum record_kind decode_typed_link(const struct captured *in, uint32_t header, uint32_t type_offset,
                                          struct record *out) {
    if (!has(in, 0, header)) return RECORD_MALFORMED;
    return decode_ether_type(in, header, be16(in->data + type_offset), false, out);
}

/* The same, where the type may be a length, as on Ethernet. */
static enum record_kind decode_ethernet(const struct captured *in, uint32_t header, struct record *out) {
    if (!has(in, 0, header)) return RECORD_MALFORMED;
    return decode_ether_type(in, header, be16(in->data + header - 2), true, out);
}

/* PPP, with or without HDLC address and control. Cisco's HDLC has others there, and an EtherType behind. */
static enum record_kind decode_ppp(const struct captured *in, struct record *out) {
    uint16_t start = has(in, 0, 2) ? be16(in->data) : 0;
    if (start == 0x0f00 || start == 0x8f00) return decode_typed_link(in, 4, 2, out);
    return decode_ppp_payload(in, start == 0xff03 ? 2 : 0, out);
}

static enum record_kind decode_family(const struct captured *in, uint32_t family, struct record *out) {
    switch (family) {
        case 2: return decode_ipv4(in, 4, out);
        case 24: /* NetBSD, OpenBSD */
        case 28: /* FreeBSD */
        case 30: /* macOS */
            return decode_ipv6(in, 4, out);
        default: return RECORD_NON_IP;
    }
}

static enum record_kind decode_loop(const struct captured *in, struct record *out) {
    if (!has(in, 0, 4)) return RECORD_MALFORMED;
    return decode_family(in, be32(in->data), out);
}

/* NULL holds the family in the byte order of the machine that captured: every known one fits in a byte. */
static enum record_kind decode_null(const struct captured *in, struct record *out) {
    if (!has(in, 0, 4)) return RECORD_MALFORMED;
    uint32_t big = be32(in->data);
    uint32_t little = le32(in->data);
    return decode_family(in, big < little ? big : little, out);
}

static enum record_kind decode_raw(const struct captured *in, struct record *out) {
    if (!has(in, 0, 1)) return RECORD_MALFORMED;
    return in->data[0] >> 4 == 6 ? decode_ipv6(in, 0, out) : decode_ipv4(in, 0, out);
}

/* Solaris: a header of 24 bytes with its own number for the family. */
static enum record_kind decode_ipnet(const struct captured *in, struct record *out) {
    if (!has(in, 0, 24)) return RECORD_MALFORMED;
    switch (in->data[1]) {
        case 2: return decode_ipv4(in, 24, out);
        case 26: return decode_ipv6(in, 24, out);
        default: return RECORD_NON_IP;
    }
}

/* Attributes are in the byte order of the machine that captured; their types fit in a byte. */
static uint16_t nflog_u16(const uint8_t *attribute, uint32_t at) {
    bool little = attribute[2] != 0;
    return little ? le16(attribute + at) : be16(attribute + at);
}

/* Netfilter's log: a list of attributes, one of which is the packet, from its network header on. */
static enum record_kind decode_nflog(const struct captured *in, struct record *out) {
    const uint32_t payload = 9;
    if (!has(in, 0, 4)) return RECORD_MALFORMED;
    uint8_t family = in->data[0];
    if (family != 2 && family != 10) return RECORD_NON_IP;
    for (uint32_t offset = 4, padded; has(in, offset, 4); offset += padded) {
        const uint8_t *attribute = in->data + offset;
        uint32_t length = nflog_u16(attribute, 0);
        if (length < 4) return RECORD_MALFORMED;
        padded = (length + 3) & ~(uint32_t)3;
        if ((nflog_u16(attribute, 2) & 0x7fff) == payload) {
            struct captured packet = *in;
            if (has(in, offset, length)) packet.captured = offset + length;
            return family == 2 ? decode_ipv4(&packet, offset + 4, out) : decode_ipv6(&packet, offset + 4, out);
        }
        if (!has(in, offset, padded)) return RECORD_MALFORMED;
    }
    return RECORD_MALFORMED;
}

uint16_t record_link_type(int datalink) {
    switch (datalink & 0xffff) {
        case DLT_RAW: return LINK_RAW;
        case DLT_LOOP: return LINK_LOOP;
        default: return (uint16_t)(datalink & 0xffff);
    }
}

enum { PKTAP_HEADER_BYTES = 108, PKTAP_PACKET = 1 };

/* macOS: a header with its own length and the link type of what follows, little-endian. */
static bool is_pktap(const struct captured *in) {
    return has(in, 0, PKTAP_HEADER_BYTES) && le32(in->data) >= PKTAP_HEADER_BYTES && has(in, 0, le32(in->data));
}

static enum record_kind decode_link(const struct captured *captured, struct record *record);

static enum record_kind decode_pktap(const struct captured *in, struct record *out) {
    if (!is_pktap(in)) return RECORD_MALFORMED;
    uint32_t header = le32(in->data);
    if (le32(in->data + 4) != PKTAP_PACKET) return RECORD_NON_IP;
    struct captured packet = *in;
    packet.link_type = record_link_type((int)le32(in->data + 8));
    packet.data += header;
    packet.captured -= header;
    packet.original = in->original > header ? in->original - header : 0;
    return decode_link(&packet, out);
}

/* All but those that have a link type within. */
static enum record_kind decode_link(const struct captured *captured, struct record *record) {
    switch (captured->link_type) {
        case LINK_ETHERNET: return decode_ethernet(captured, 14, record);
        case LINK_COOKED: return decode_typed_link(captured, 16, 14, record);
        case LINK_COOKED_V2: return decode_typed_link(captured, 20, 0, record);
        case LINK_NULL: return decode_null(captured, record);
        case LINK_LOOP: return decode_loop(captured, record);
        case LINK_PPP:
        case LINK_PPP_HDLC: return decode_ppp(captured, record);
        case LINK_CISCO_HDLC: return decode_typed_link(captured, 4, 2, record);
        case LINK_IPV4: return decode_ipv4(captured, 0, record);
        case LINK_IPV6: return decode_ipv6(captured, 0, record);
        case LINK_RAW_BSD:
        case LINK_RAW_OPENBSD:
        case LINK_RAW: return decode_raw(captured, record);
        case LINK_IPNET: return decode_ipnet(captured, record);
        case LINK_NFLOG: return decode_nflog(captured, record);
        case LINK_IPOIB: return decode_typed_link(captured, 44, 40, record);
        case LINK_DSA_BRCM: /* a tag of four bytes behind the addresses, or before them, or of eight bytes */
        case LINK_DSA_BRCM_PREPEND:
        case LINK_DSA: return decode_ethernet(captured, 18, record);
        case LINK_DSA_EDSA: return decode_ethernet(captured, 22, record);
        default: return RECORD_UNSUPPORTED_LINK;
    }
}

enum record_kind record_decode(const struct captured *captured, struct record *record) {
    if (captured->link_type == LINK_PKTAP) return decode_pktap(captured, record);
    if (captured->link_type == LINK_PKTAP_APPLE && is_pktap(captured)) return decode_pktap(captured, record);
    return decode_link(captured, record);
}
