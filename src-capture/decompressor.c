#include "decompressor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codecs.h"

enum { RAW_BYTES = 128 << 10 };

static const struct {
    uint8_t magic[COMPRESSION_MAGIC_BYTES];
    uint8_t length;
    const char *name;
    const struct codec *const *codec;
} kinds[] = {
    {{0x1f, 0x8b, 0x08}, 3, "gzip", &codec_gzip},
    {{0x28, 0xb5, 0x2f, 0xfd}, 4, "zstd", &codec_zstd},
    {{0x04, 0x22, 0x4d, 0x18}, 4, "lz4", &codec_lz4},
    {{0xfd, '7', 'z', 'X'}, 4, "xz", &codec_xz},
    {{'B', 'Z', 'h'}, 3, "bzip2", NULL},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static size_t kind_of(const uint8_t *magic) {
    for (size_t i = 0; i < KINDS; i++)
        if (memcmp(magic, kinds[i].magic, kinds[i].length) == 0) return i;
    return KINDS;
}

const char *compression_of(const uint8_t *magic) {
    size_t kind = kind_of(magic);
    return kind < KINDS ? kinds[kind].name : NULL;
}

bool decompressor_open(struct decompressor *decompressor, const uint8_t *begun, size_t length) {
    size_t kind = length < COMPRESSION_MAGIC_BYTES ? KINDS : kind_of(begun);
    *decompressor = (struct decompressor){.problem = "this program is built without what unpacks it"};
    if (kind == KINDS || kinds[kind].codec == NULL || *kinds[kind].codec == NULL) return false;
    decompressor->codec = *kinds[kind].codec;
    decompressor->problem = "not enough memory";
    decompressor->buffer = malloc(RAW_BYTES > length ? RAW_BYTES : length);
    if (decompressor->buffer == NULL || (decompressor->state = decompressor->codec->open()) == NULL) return false;
    memcpy(decompressor->buffer, begun, length);
    decompressor->in = decompressor->buffer;
    decompressor->in_left = length;
    decompressor->problem = NULL;
    return true;
}

/* False where the file can't be read. */
static bool read_more(struct decompressor *decompressor, int fd, uint64_t *read_bytes) {
    ssize_t got;
    do got = read(fd, decompressor->buffer, RAW_BYTES);
    while (got < 0 && errno == EINTR);
    if (got < 0) return false;
    decompressor->file_ended = got == 0;
    decompressor->in = decompressor->buffer;
    decompressor->in_left = (size_t)got;
    *read_bytes += (uint64_t)got;
    return true;
}

static ssize_t end_with(struct decompressor *decompressor, const char *problem) {
    decompressor->problem = problem;
    return problem == NULL ? 0 : -1;
}

ssize_t decompressor_read(struct decompressor *decompressor, int fd, uint64_t *read_bytes, uint8_t *to, size_t size) {
    struct codec_data data = {.out = to, .out_left = size};
    if (decompressor->problem != NULL) return -1;
    while (data.out_left == size) {
        if (decompressor->in_left == 0 && !decompressor->file_ended && !read_more(decompressor, fd, read_bytes)) return -1;
        if (decompressor->in_left == 0 && decompressor->file_ended && decompressor->between_streams)
            return end_with(decompressor, NULL);
        data.in = decompressor->in;
        data.in_left = decompressor->in_left;
        data.is_last = decompressor->file_ended;
        enum codec_result result = decompressor->codec->unpack(decompressor->state, &data);
        bool stood_still = data.in_left == decompressor->in_left && data.out_left == size;
        decompressor->in = data.in;
        decompressor->in_left = data.in_left;
        decompressor->between_streams = result == CODEC_STREAM_END;
        /* What was unpacked before the damage counts; it is met again at the next call. */
        if (data.out_left < size) break;
        if (result == CODEC_DAMAGED) return end_with(decompressor, "its compressed data is damaged");
        if (result == CODEC_MORE && stood_still && decompressor->file_ended)
            return end_with(decompressor, "it ends in the middle of its compressed data");
        if (result == CODEC_MORE && stood_still) return end_with(decompressor, "its compressed data is damaged");
    }
    return (ssize_t)(size - data.out_left);
}

void decompressor_close(struct decompressor *decompressor) {
    if (decompressor->state != NULL) decompressor->codec->close(decompressor->state);
    free(decompressor->buffer);
}
