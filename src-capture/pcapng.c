/* Blocks of a pcapng file (draft-ietf-opsawg-pcapng). Whatever is not a packet and describes no interface is passed over. */
#include "bytes.h"
#include "capture-file.h"
#include "meter.h"

__extension__ typedef unsigned __int128 u128;

enum block_type {
    BLOCK_INTERFACE = 1,
    BLOCK_PACKET = 2, /* obsolete */
    BLOCK_SIMPLE_PACKET = 3,
    BLOCK_ENHANCED_PACKET = 6,
    BLOCK_SECTION = 0x0a0d0d0a
};

/* Beyond what meter_time_us() keeps, and small enough to add to. */
static const int64_t max_seconds = INT64_C(10000000000000);

enum { OPTION_END = 0, OPTION_TICKS = 9, OPTION_OFFSET = 14 };

/* A block's body: between its type and length, and the length again. */
struct body {
    const uint8_t *data;
    uint32_t length;
};

/* A section's first block says in which byte order it is, its own length included. */
static bool start_section(struct capture_file *file, const uint8_t *block) {
    file->big_endian = be32(block + 8) == 0x1a2b3c4d;
    file->interface_count = 0;
    return file->big_endian || le32(block + 8) == 0x1a2b3c4d;
}

static enum read_result next_block(struct capture_file *file, uint32_t *type, struct body *body) {
    const uint8_t *block = file_input_peek(&file->input, 12);
    if (block == NULL) return capture_file_ended(file, "a block");
    if (be32(block) == BLOCK_SECTION && !start_section(file, block))
        return capture_file_damaged(file, "a section without a byte order");
    *type = capture_file_u32(file, block);
    uint32_t length = capture_file_u32(file, block + 4);
    if (length < 12 || length % 4 != 0 || length > FILE_INPUT_MAX)
        return capture_file_damaged(file, "a block says that it has %u bytes", length);
    block = file_input_peek(&file->input, length);
    if (block == NULL) return capture_file_ended(file, "a block");
    if (capture_file_u32(file, block + length - 4) != length)
        return capture_file_damaged(file, "the two lengths of a block differ");
    *body = (struct body){.data = block + 8, .length = length - 12};
    file_input_take(&file->input, length);
    return READ_RECORD;
}

/* if_tsresol: a power of ten, or of two where the highest bit is set. 0 where it can't be counted in 64 bits. */
static uint64_t ticks_per_second(uint8_t resolution) {
    uint8_t exponent = resolution & 0x7f;
    if (resolution & 0x80) return exponent > 63 ? 0 : UINT64_C(1) << exponent;
    if (exponent > 19) return 0;
    uint64_t ticks = 1;
    while (exponent-- > 0) ticks *= 10;
    return ticks;
}

static int64_t read_i64(const struct capture_file *file, const uint8_t *p) {
    uint64_t first = capture_file_u32(file, p), second = capture_file_u32(file, p + 4);
    return (int64_t)(file->big_endian ? first << 32 | second : second << 32 | first);
}

static int64_t bounded(int64_t seconds) {
    if (seconds > max_seconds) return max_seconds;
    return seconds < -max_seconds ? -max_seconds : seconds;
}

/* False where an option is longer than what is left for it. */
static bool read_options(const struct capture_file *file, struct body options, struct file_interface *interface) {
    while (options.length >= 4) {
        uint16_t code = capture_file_u16(file, options.data);
        uint32_t length = capture_file_u16(file, options.data + 2);
        uint32_t padded = 4 + ((length + 3) & ~(uint32_t)3);
        if (code == OPTION_END) return true;
        if (padded > options.length) return false;
        const uint8_t *value = options.data + 4;
        if (code == OPTION_TICKS && length == 1) interface->ticks_per_second = ticks_per_second(*value);
        if (code == OPTION_OFFSET && length == 8) interface->offset_seconds = bounded(read_i64(file, value));
        options.data += padded;
        options.length -= padded;
    }
    return true;
}

static enum read_result add_interface(struct capture_file *file, const struct body *body) {
    if (body->length < 8) return capture_file_damaged(file, "an interface's description is too short");
    struct file_interface *interface = capture_file_add_interface(file);
    if (interface == NULL) return capture_file_damaged(file, "it has too many interfaces");
    interface->link_type = capture_file_u16(file, body->data);
    interface->snaplen = capture_file_u32(file, body->data + 4);
    interface->ticks_per_second = 1000000;
    if (!read_options(file, (struct body){.data = body->data + 8, .length = body->length - 8}, interface))
        return capture_file_damaged(file, "an interface's options are damaged");
    if (interface->ticks_per_second == 0) return capture_file_damaged(file, "an interface's clock is too fine");
    return READ_RECORD;
}

static int64_t time_us(const struct capture_file *file, const struct file_interface *interface, const uint8_t *stamp) {
    uint64_t ticks = (uint64_t)capture_file_u32(file, stamp) << 32 | capture_file_u32(file, stamp + 4);
    uint64_t per_second = interface->ticks_per_second;
    int64_t seconds = bounded((int64_t)(ticks / per_second & INT64_MAX));
    uint64_t fraction = ticks % per_second;
    if (per_second != 1000000) fraction = (uint64_t)((u128)fraction * 1000000 / per_second);
    return meter_time_us(seconds + interface->offset_seconds, (int64_t)fraction);
}

/* Fills in what the packet's interface says. */
static enum read_result from_interface(struct capture_file *file, uint32_t id, const uint8_t *stamp,
                                       struct captured *record) {
    if (id >= file->interface_count) return capture_file_damaged(file, "a packet of an unknown interface (%u)", id);
    const struct file_interface *interface = &file->interfaces[id];
    record->link_type = interface->link_type;
    record->time_us = stamp == NULL ? 0 : time_us(file, interface, stamp);
    return READ_RECORD;
}

static enum read_result checked(struct capture_file *file, const struct captured *record, uint32_t room) {
    if (record->captured <= room && record->captured <= MAX_CAPTURED) return READ_RECORD;
    return capture_file_damaged(file, "a packet says that it has %u bytes", record->captured);
}

/* Enhanced packets and, with a shorter interface number, their obsolete forerunners. */
static enum read_result read_packet(struct capture_file *file, const struct body *body, bool enhanced,
                                    struct captured *record) {
    if (body->length < 20) return capture_file_damaged(file, "a packet's block is too short");
    const uint8_t *data = body->data;
    uint32_t id = enhanced ? capture_file_u32(file, data) : capture_file_u16(file, data);
    record->captured = capture_file_u32(file, data + 12);
    record->original = capture_file_u32(file, data + 16);
    record->data = data + 20;
    enum read_result result = from_interface(file, id, data + 4, record);
    return result == READ_RECORD ? checked(file, record, body->length - 20) : result;
}

/* A simple packet has neither time nor interface: the epoch, and the first one. Its captured length is implied. */
static enum read_result read_simple_packet(struct capture_file *file, const struct body *body,
                                           struct captured *record) {
    if (body->length < 4) return capture_file_damaged(file, "a packet's block is too short");
    enum read_result result = from_interface(file, 0, NULL, record);
    if (result != READ_RECORD) return result;
    uint32_t snaplen = file->interfaces[0].snaplen;
    record->original = capture_file_u32(file, body->data);
    record->captured = snaplen != 0 && snaplen < record->original ? snaplen : record->original;
    record->data = body->data + 4;
    return checked(file, record, body->length - 4);
}

static bool is_packet(uint32_t type) {
    return type == BLOCK_PACKET || type == BLOCK_SIMPLE_PACKET || type == BLOCK_ENHANCED_PACKET;
}

bool pcapng_open(struct capture_file *file) {
    uint32_t type = 0;
    struct body body;
    enum read_result result = next_block(file, &type, &body);
    if (result == READ_DAMAGED) return false;
    while (result == READ_RECORD && file->interface_count == 0) {
        result = next_block(file, &type, &body);
        if (result != READ_RECORD) break;
        if (type == BLOCK_INTERFACE) result = add_interface(file, &body);
        else if (is_packet(type)) result = capture_file_damaged(file, "a packet comes before any interface");
    }
    return true;
}

enum read_result pcapng_next(struct capture_file *file, struct captured *record) {
    for (;;) {
        uint32_t type = 0;
        struct body body;
        enum read_result result = next_block(file, &type, &body);
        if (result != READ_RECORD) return result;
        switch (type) {
            case BLOCK_INTERFACE: result = add_interface(file, &body); break;
            case BLOCK_PACKET: return read_packet(file, &body, false, record);
            case BLOCK_SIMPLE_PACKET: return read_simple_packet(file, &body, record);
            case BLOCK_ENHANCED_PACKET: return read_packet(file, &body, true, record);
            default: break;
        }
        if (result != READ_RECORD) return result;
    }
}
