/* Fuzz target: the rule for one captured record. An input is a link type (2 bytes), the original length (4), then the
 * captured bytes. Each decoding reads a heap block of exactly the captured length, so that AddressSanitizer sees any
 * byte beyond it. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../bytes.h"
#include "../record.h"
#include "require.h"

enum { INPUT_HEADER_BYTES = 6 };

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static bool is_supported(uint16_t link_type) {
    switch (link_type) {
        case LINK_NULL:
        case LINK_ETHERNET:
        case LINK_PPP:
        case LINK_RAW_BSD:
        case LINK_RAW_OPENBSD:
        case LINK_RAW:
        case LINK_LOOP:
        case LINK_COOKED:
        case LINK_IPV4:
        case LINK_IPV6:
        case LINK_COOKED_V2:
        case LINK_PPP_HDLC:
        case LINK_CISCO_HDLC:
        case LINK_IPNET:
        case LINK_NFLOG:
        case LINK_IPOIB:
        case LINK_DSA_BRCM:
        case LINK_DSA_BRCM_PREPEND:
        case LINK_DSA:
        case LINK_DSA_EDSA:
            return true;
        default: return false;
    }
}

/* What a packet's length is by the rule, told anew from its header. */
static int64_t ruled_length(const uint8_t *ip, uint8_t family, int64_t on_wire) {
    if (family == 4) return be16(ip + 2) != 0 ? be16(ip + 2) : on_wire;
    if (be16(ip + 4) != 0) return 40 + be16(ip + 4);
    return ip[6] == 0 || on_wire > 60 ? on_wire : 40;
}

static void check_ip(const struct captured *captured, const struct record *record) {
    REQUIRE(record->family == 4 || record->family == 6);
    uint32_t header = record->family == 4 ? 20 : 40;
    uint32_t before_source = record->family == 4 ? 12 : 8;
    REQUIRE(record->addresses >= captured->data + before_source);
    const uint8_t *ip = record->addresses - before_source;
    uint32_t offset = (uint32_t)(ip - captured->data);
    REQUIRE(offset + header <= captured->captured);
    REQUIRE(ip[0] >> 4 == record->family);
    if (record->family == 4) header = 4 * (uint32_t)(ip[0] & 15);
    REQUIRE(header >= 20 && record->bytes >= header);
    REQUIRE(record->bytes == (uint64_t)ruled_length(ip, record->family, (int64_t)captured->original - offset));
}

static bool has_link_type_within(uint16_t link_type) {
    return link_type == LINK_PKTAP || link_type == LINK_PKTAP_APPLE;
}

/* One byte of PPP or of Cisco's HDLC: half of an address and control field, or a protocol in its short form. Of what has a
 * link type within, a part may be anything. */
static bool is_ambiguous(const struct captured *captured) {
    bool is_ppp = captured->link_type == LINK_PPP || captured->link_type == LINK_PPP_HDLC;
    if (has_link_type_within(captured->link_type)) return true;
    if (!is_ppp || captured->captured != 1) return false;
    return captured->data[0] == 0xff || captured->data[0] == 0x0f || captured->data[0] == 0x8f;
}

/* A part that ends within a SNAP header is not known to have one. */
static bool ends_within_snap(const uint8_t *bytes, uint32_t whole, uint32_t part) {
    for (uint32_t at = part < 8 ? 0 : part - 7; at <= part && at + 8 <= whole; at++)
        if (memcmp(bytes + at, "\xaa\xaa\x03\0\0", 6) == 0) return true;
    return false;
}

struct decoded {
    enum record_kind kind;
    struct record record; /* of an IP packet; its addresses are not valid any more */
};

static struct decoded decode(struct captured *captured, const uint8_t *bytes, uint32_t length) {
    uint8_t *copy = malloc(length > 0 ? length : 1);
    REQUIRE(copy != NULL);
    memcpy(copy, bytes, length);
    /* A block has a byte at least: for no bytes, the end of one. */
    captured->data = length > 0 ? copy : copy + 1;
    captured->captured = length;
    struct decoded result = {.record = {.bytes = 0}};
    result.kind = record_decode(captured, &result.record);
    REQUIRE(has_link_type_within(captured->link_type) ||
            (result.kind == RECORD_UNSUPPORTED_LINK) == !is_supported(captured->link_type));
    if (result.kind == RECORD_IP) check_ip(captured, &result.record);
    if (is_ambiguous(captured)) result.kind = RECORD_MALFORMED;
    free(copy);
    return result;
}

/* More captured bytes of a frame may only make sense of what was too short; nothing else changes. */
static void check_prefix(struct captured *captured, const uint8_t *bytes, uint32_t length, uint32_t whole_length,
                         const struct decoded *whole) {
    struct decoded part = decode(captured, bytes, length);
    if (part.kind == RECORD_MALFORMED || ends_within_snap(bytes, whole_length, length)) return;
    REQUIRE(part.kind == whole->kind);
    if (part.kind != RECORD_IP) return;
    REQUIRE(part.record.family == whole->record.family && part.record.bytes == whole->record.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    if (size < INPUT_HEADER_BYTES) return 0;
    struct captured captured = {.link_type = le16(input), .original = le32(input + 2)};
    const uint8_t *bytes = input + INPUT_HEADER_BYTES;
    uint32_t length = (uint32_t)(size - INPUT_HEADER_BYTES);
    struct decoded whole = decode(&captured, bytes, length);
    for (uint32_t part = 0; part < length && part < 96; part += 1 + part / 16)
        check_prefix(&captured, bytes, part, length, &whole);
    return 0;
}
