/* The libraries that unpack, all behind one form. Those that the program was built without are NULL. */
#ifndef STREAMCHECKER_CODECS_H
#define STREAMCHECKER_CODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is to be unpacked and where to: both go forward. */
struct codec_data {
    const uint8_t *in;
    size_t in_left;
    uint8_t *out;
    size_t out_left;
    bool is_last; /* nothing follows what is in `in` */
};

enum codec_result { CODEC_MORE, CODEC_STREAM_END, CODEC_DAMAGED };

struct codec {
    void *(*open)(void); /* NULL where there is no memory */
    enum codec_result (*unpack)(void *state, struct codec_data *data);
    void (*close)(void *state);
};

extern const struct codec *const codec_gzip, *const codec_zstd, *const codec_lz4, *const codec_xz;

#endif
