#include "record.h"

#include <pcap/dlt.h>
#include <stdbool.h>

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

static enum record_kind decode_pppoe_session(const struct captured *in, uint32_t offset, struct record *out) {
    if (!has(in, offset, 8)) return RECORD_MALFORMED;
    return decode_ppp_protocol(in, offset + 8, be16(in->data + offset + 6), out);
}

/* PPP, with or without HDLC address and control, with or without a compressed protocol field (RFC 1661, 6.5). */
static enum record_kind decode_ppp(const struct captured *in, struct record *out) {
    uint32_t offset = has(in, 0, 2) && be16(in->data) == 0xff03 ? 2 : 0;
    if (!has(in, offset, 1)) return RECORD_MALFORMED;
    uint16_t protocol = in->data[offset];
    if (protocol & 1) return decode_ppp_protocol(in, offset + 1, protocol, out);
    if (!has(in, offset, 2)) return RECORD_MALFORMED;
    return decode_ppp_protocol(in, offset + 2, be16(in->data + offset), out);
}

/* The payload of an Ethernet or cooked frame; what is below 0x600 is an 802.3 length, so LLC. */
static enum record_kind decode_ether_type(const struct captured *in, uint32_t offset, uint16_t ether_type,
                                          struct record *out) {
    for (;;) {
        switch (ether_type) {
            case 0x0800: return decode_ipv4(in, offset, out);
            case 0x86dd: return decode_ipv6(in, offset, out);
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
    return decode_ether_type(in, header, be16(in->data + type_offset), out);
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

uint16_t record_link_type(int datalink) {
    switch (datalink & 0xffff) {
        case DLT_RAW: return LINK_RAW;
        case DLT_LOOP: return LINK_LOOP;
        default: return (uint16_t)(datalink & 0xffff);
    }
}

enum record_kind record_decode(const struct captured *captured, struct record *record) {
    switch (captured->link_type) {
        case LINK_ETHERNET: return decode_typed_link(captured, 14, 12, record);
        case LINK_COOKED: return decode_typed_link(captured, 16, 14, record);
        case LINK_COOKED_V2: return decode_typed_link(captured, 20, 0, record);
        case LINK_NULL: return decode_null(captured, record);
        case LINK_LOOP: return decode_loop(captured, record);
        case LINK_PPP: return decode_ppp(captured, record);
        case LINK_IPV4: return decode_ipv4(captured, 0, record);
        case LINK_IPV6: return decode_ipv6(captured, 0, record);
        case LINK_RAW_BSD:
        case LINK_RAW_OPENBSD:
        case LINK_RAW: return decode_raw(captured, record);
        default: return RECORD_UNSUPPORTED_LINK;
    }
}
