#include "record.h"

#include <pcap/dlt.h>
#include <stdbool.h>
#include <stddef.h>

#include "bytes.h"

/* A record and how far its headers have been read; `offset` never passes `captured`. */
struct cursor {
    const uint8_t *data;
    uint32_t captured;
    uint32_t original;
    uint32_t offset;
};

static const struct record non_ip = {.kind = RECORD_NON_IP};
static const struct record malformed = {.kind = RECORD_MALFORMED};
static const struct record unsupported_link = {.kind = RECORD_UNSUPPORTED_LINK};

static bool has(const struct cursor *at, uint32_t length) { return at->captured - at->offset >= length; }

static const uint8_t *head(const struct cursor *at) { return at->data + at->offset; }

/* Length on the wire from the IP header on; below what was captured, even negative, in a damaged file. */
static int64_t length_on_wire(const struct cursor *at) { return (int64_t)at->original - at->offset; }

static struct record decode_ipv4(const struct cursor *at) {
    const uint8_t *ip = head(at);
    if (!has(at, 20) || ip[0] >> 4 != 4) return malformed;
    int64_t header = 4 * (ip[0] & 15);
    int64_t length = be16(ip + 2);
    /* Segmentation offload hands over packets longer than the field can say, with 0 in it. */
    if (length == 0) length = length_on_wire(at);
    if (header < 20 || length < header) return malformed;
    return (struct record){
        .kind = RECORD_IP, .family = 4, .bytes = (uint64_t)length, .source = ip + 12, .destination = ip + 16};
}

/* Total length of an IPv6 packet whose payload length field is 0. */
static int64_t ipv6_unsized_length(const struct cursor *at, uint8_t next_header) {
    const uint8_t hop_by_hop = 0; /* where a jumbogram carries its length */
    const int64_t padded = 60;    /* an empty packet padded to the least Ethernet frame, with room for tags */
    int64_t length = length_on_wire(at);
    return next_header == hop_by_hop || length > padded ? length : 40;
}

static struct record decode_ipv6(const struct cursor *at) {
    const uint8_t *ip = head(at);
    if (!has(at, 40) || ip[0] >> 4 != 6) return malformed;
    int64_t payload = be16(ip + 4);
    int64_t length = payload != 0 ? 40 + payload : ipv6_unsized_length(at, ip[6]);
    if (length < 40) return malformed;
    return (struct record){
        .kind = RECORD_IP, .family = 6, .bytes = (uint64_t)length, .source = ip + 8, .destination = ip + 24};
}

static struct record decode_ppp_protocol(const struct cursor *at, uint16_t protocol) {
    if (protocol == 0x0021) return decode_ipv4(at);
    if (protocol == 0x0057) return decode_ipv6(at);
    return non_ip;
}

static struct record decode_pppoe_session(struct cursor at) {
    if (!has(&at, 8)) return malformed;
    uint16_t protocol = be16(head(&at) + 6);
    at.offset += 8;
    return decode_ppp_protocol(&at, protocol);
}

/* PPP, with or without HDLC address and control, with or without a compressed protocol field (RFC 1661, 6.5). */
static struct record decode_ppp(struct cursor at) {
    if (has(&at, 2) && be16(head(&at)) == 0xff03) at.offset += 2;
    if (!has(&at, 1)) return malformed;
    uint16_t protocol = head(&at)[0];
    if (protocol & 1) {
        at.offset += 1;
        return decode_ppp_protocol(&at, protocol);
    }
    if (!has(&at, 2)) return malformed;
    protocol = be16(head(&at));
    at.offset += 2;
    return decode_ppp_protocol(&at, protocol);
}

static bool is_tag(uint16_t ether_type) {
    return ether_type == 0x8100 || ether_type == 0x88a8 || ether_type == 0x9100;
}

/* The payload of an Ethernet or cooked frame; what is below 0x600 is an 802.3 length, so LLC. */
static struct record decode_ether_type(struct cursor at, uint16_t ether_type) {
    while (is_tag(ether_type)) {
        if (!has(&at, 4)) return malformed;
        ether_type = be16(head(&at) + 2);
        at.offset += 4;
    }
    switch (ether_type) {
        case 0x0800: return decode_ipv4(&at);
        case 0x86dd: return decode_ipv6(&at);
        case 0x8864: return decode_pppoe_session(at);
        default: return non_ip;
    }
}

/* A link header of fixed length with an EtherType somewhere in it. */
static struct record decode_typed_link(struct cursor at, uint32_t header, uint32_t type_offset) {
    if (!has(&at, header)) return malformed;
    uint16_t ether_type = be16(head(&at) + type_offset);
    at.offset += header;
    return decode_ether_type(at, ether_type);
}

static struct record decode_family(const struct cursor *at, uint32_t family) {
    switch (family) {
        case 2: return decode_ipv4(at);
        case 24: /* NetBSD, OpenBSD */
        case 28: /* FreeBSD */
        case 30: /* macOS */
            return decode_ipv6(at);
        default: return non_ip;
    }
}

static struct record decode_loop(struct cursor at) {
    if (!has(&at, 4)) return malformed;
    uint32_t family = be32(head(&at));
    at.offset += 4;
    return decode_family(&at, family);
}

/* NULL holds the family in the byte order of the machine that captured: every known one fits in a byte. */
static struct record decode_null(struct cursor at) {
    if (!has(&at, 4)) return malformed;
    uint32_t big = be32(head(&at));
    uint32_t little = le32(head(&at));
    at.offset += 4;
    return decode_family(&at, big < little ? big : little);
}

static struct record decode_raw(const struct cursor *at) {
    if (!has(at, 1)) return malformed;
    return head(at)[0] >> 4 == 6 ? decode_ipv6(at) : decode_ipv4(at);
}

uint16_t record_link_type(int datalink) {
    switch (datalink & 0xffff) {
        case DLT_RAW: return LINK_RAW;
        case DLT_LOOP: return LINK_LOOP;
        default: return (uint16_t)(datalink & 0xffff);
    }
}

struct record record_decode(const struct captured *captured) {
    struct cursor at = {.data = captured->data, .captured = captured->captured, .original = captured->original};
    switch (captured->link_type) {
        case LINK_ETHERNET: return decode_typed_link(at, 14, 12);
        case LINK_COOKED: return decode_typed_link(at, 16, 14);
        case LINK_COOKED_V2: return decode_typed_link(at, 20, 0);
        case LINK_NULL: return decode_null(at);
        case LINK_LOOP: return decode_loop(at);
        case LINK_PPP: return decode_ppp(at);
        case LINK_IPV4: return decode_ipv4(&at);
        case LINK_IPV6: return decode_ipv6(&at);
        case LINK_RAW_BSD:
        case LINK_RAW_OPENBSD:
        case LINK_RAW: return decode_raw(&at);
        default: return unsupported_link;
    }
}
