/* Unpacks a compressed capture while it is read: gzip, zstd, lz4 and xz, one or more streams one behind the other. */
#ifndef STREAMCHECKER_DECOMPRESSOR_H
#define STREAMCHECKER_DECOMPRESSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { COMPRESSION_MAGIC_BYTES = 4 };

struct decompressor {
    const struct codec *codec;
    void *state;
    const uint8_t *in; /* read from the file and not unpacked yet */
    size_t in_left;
    uint8_t *buffer;
    bool file_ended;
    bool between_streams;
    const char *problem; /* why there is no more, unless it is the end */
};

/* The name of the compression that data with this beginning has, or NULL. */
const char *compression_of(const uint8_t *magic);

/* Starts with what was read of the file already. False, with `problem` set, where this program can't unpack it. */
bool decompressor_open(struct decompressor *decompressor, const uint8_t *begun, size_t length);

/* Unpacks up to `size` bytes; reads more of the file through `fd`, and counts it in `read_bytes`. 0 is the end. -1, with
 * `problem` or errno set, where it can't go on. */
ssize_t decompressor_read(struct decompressor *decompressor, int fd, uint64_t *read_bytes, uint8_t *to, size_t size);

void decompressor_close(struct decompressor *decompressor);

#endif
