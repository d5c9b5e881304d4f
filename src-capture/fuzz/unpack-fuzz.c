/* Fuzz target: what unpacks compressed captures. An input is how much is asked for at a time (1 byte), then the
 * compressed data. However it is asked for, the same comes out, and it ends in the same way. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../decompressor.h"
#include "require.h"

/* As much is unpacked at most: a few bytes may stand for gigabytes. */
enum { UNPACKED_BYTES = 64 << 10 };

struct outcome {
    uint8_t *bytes;
    size_t length;
    const char *problem;
    bool ended;
};

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static int file_of(const uint8_t *input, size_t size) {
    static int fd = -1;
    if (fd < 0) fd = memfd_create("fuzz-input", MFD_CLOEXEC);
    REQUIRE(fd >= 0 && ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0);
    REQUIRE(pwrite(fd, input, size, 0) == (ssize_t)size);
    return fd;
}

/* Each piece is unpacked into a block of its own size. */
static ssize_t read_piece(struct decompressor *decompressor, int fd, struct outcome *outcome, size_t piece) {
    uint64_t read_bytes = 0;
    uint8_t *to = malloc(piece);
    REQUIRE(to != NULL);
    ssize_t got = decompressor_read(decompressor, fd, &read_bytes, to, piece);
    REQUIRE(got <= (ssize_t)piece);
    if (got > 0) memcpy(outcome->bytes + outcome->length, to, (size_t)got);
    free(to);
    return got;
}

static struct outcome unpack(const uint8_t *input, size_t size, size_t piece) {
    struct outcome outcome = {.bytes = malloc(UNPACKED_BYTES)};
    struct decompressor decompressor;
    ssize_t got = 1;
    REQUIRE(outcome.bytes != NULL);
    if (decompressor_open(&decompressor, input, COMPRESSION_MAGIC_BYTES)) {
        int fd = file_of(input + COMPRESSION_MAGIC_BYTES, size - COMPRESSION_MAGIC_BYTES);
        for (; got > 0 && outcome.length + piece <= UNPACKED_BYTES; outcome.length += got > 0 ? (size_t)got : 0)
            got = read_piece(&decompressor, fd, &outcome, piece);
    }
    outcome.ended = got <= 0;
    outcome.problem = decompressor.problem;
    REQUIRE((got < 0) == (decompressor.problem != NULL) || decompressor.codec == NULL);
    decompressor_close(&decompressor);
    return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    if (size < 1 + COMPRESSION_MAGIC_BYTES) return 0;
    struct outcome at_once = unpack(input + 1, size - 1, UNPACKED_BYTES);
    struct outcome in_pieces = unpack(input + 1, size - 1, 1 + (size_t)input[0] * 16);
    size_t both = at_once.length < in_pieces.length ? at_once.length : in_pieces.length;
    REQUIRE(memcmp(at_once.bytes, in_pieces.bytes, both) == 0);
    if (at_once.ended && in_pieces.ended) {
        REQUIRE(at_once.length == in_pieces.length);
        REQUIRE(at_once.problem == in_pieces.problem);
    }
    free(at_once.bytes);
    free(in_pieces.bytes);
    return 0;
}
