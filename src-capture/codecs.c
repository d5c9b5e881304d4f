#include "codecs.h"

#include <stdlib.h>

#ifdef HAVE_ZLIB
#include <zlib.h>

static void *gzip_open(void) {
    enum { LARGEST_WINDOW = 15, GZIP_HEADER = 16 };
    z_stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL || inflateInit2(stream, LARGEST_WINDOW + GZIP_HEADER) == Z_OK) return stream;
    free(stream);
    return NULL;
}

static enum codec_result gzip_unpack(void *state, struct codec_data *data) {
    z_stream *stream = state;
    stream->next_in = (z_const Bytef *)(uintptr_t)data->in;
    stream->avail_in = (uInt)data->in_left;
    stream->next_out = data->out;
    stream->avail_out = (uInt)data->out_left;
    int status = inflate(stream, Z_NO_FLUSH);
    data->in = stream->next_in;
    data->in_left = stream->avail_in;
    data->out = stream->next_out;
    data->out_left = stream->avail_out;
    if (status == Z_STREAM_END) return inflateReset(stream) == Z_OK ? CODEC_STREAM_END : CODEC_DAMAGED;
    return status == Z_OK || status == Z_BUF_ERROR ? CODEC_MORE : CODEC_DAMAGED;
}

static void gzip_close(void *state) {
    inflateEnd(state);
    free(state);
}

static const struct codec gzip = {gzip_open, gzip_unpack, gzip_close};
const struct codec *const codec_gzip = &gzip;
#else
const struct codec *const codec_gzip = NULL;
#endif

#if defined HAVE_ZSTD || defined HAVE_LZ4

#define DAMAGED SIZE_MAX

/* Of these, a call that meets damage gives nothing of what it had unpacked before. So one call gets at most a block, not
 * the header of the next one, and that only when all before it was given. */
struct by_blocks {
    void *context;
    /* Unpacks so much of the input. Returns how much more it wishes for, 0 at the end of a stream, or DAMAGED. */
    size_t (*unpack)(void *context, struct codec_data *data, size_t length);
    size_t first_wish; /* of each stream */
    size_t block_header; /* what a wish for a block has beyond it */
    size_t wish;
};

static void advance(struct codec_data *data, size_t taken, size_t written) {
    data->in += taken;
    data->in_left -= taken;
    data->out += written;
    data->out_left -= written;
}

static size_t next_piece(const struct by_blocks *state, const struct codec_data *data) {
    size_t piece = state->wish > state->block_header ? state->wish - state->block_header : state->wish;
    return piece < data->in_left ? piece : data->in_left;
}

static enum codec_result unpack_by_blocks(void *opened, struct codec_data *data) {
    struct by_blocks *state = opened;
    size_t room = data->out_left, wish = state->unpack(state->context, data, 0);
    if (data->out_left == room) wish = state->unpack(state->context, data, next_piece(state, data));
    if (wish == DAMAGED) return CODEC_DAMAGED;
    state->wish = wish > 0 ? wish : state->first_wish;
    return wish > 0 ? CODEC_MORE : CODEC_STREAM_END;
}

#endif

#ifdef HAVE_ZSTD
#include <zstd.h>

enum { ZSTD_BLOCK_HEADER = 3 };

static size_t zstd_unpack(void *context, struct codec_data *data, size_t length) {
    ZSTD_inBuffer in = {.src = data->in, .size = length};
    ZSTD_outBuffer out = {.dst = data->out, .size = data->out_left};
    size_t wish = ZSTD_decompressStream(context, &out, &in);
    if (ZSTD_isError(wish)) return DAMAGED;
    advance(data, in.pos, out.pos);
    return wish;
}

static void *zstd_open(void) {
    ZSTD_DCtx *context = ZSTD_createDCtx();
    struct by_blocks *state = malloc(sizeof *state);
    size_t wish = context == NULL ? 0 : ZSTD_initDStream(context);
    if (context != NULL && state != NULL) {
        *state = (struct by_blocks){context, zstd_unpack, wish, ZSTD_BLOCK_HEADER, wish};
        return state;
    }
    ZSTD_freeDCtx(context);
    free(state);
    return NULL;
}

static void zstd_close(void *opened) {
    struct by_blocks *state = opened;
    ZSTD_freeDCtx(state->context);
    free(state);
}

static const struct codec zstd = {zstd_open, unpack_by_blocks, zstd_close};
const struct codec *const codec_zstd = &zstd;
#else
const struct codec *const codec_zstd = NULL;
#endif

#ifdef HAVE_LZ4
#include <lz4frame.h>

/* At first, the shortest header of a frame. */
enum { LZ4_FIRST_WISH = 7, LZ4_BLOCK_HEADER = 4 };

static size_t lz4_unpack(void *context, struct codec_data *data, size_t length) {
    size_t taken = length, written = data->out_left;
    size_t wish = LZ4F_decompress(context, data->out, &written, data->in, &taken, NULL);
    if (LZ4F_isError(wish)) return DAMAGED;
    advance(data, taken, written);
    return wish;
}

static void *lz4_open(void) {
    LZ4F_dctx *context = NULL;
    struct by_blocks *state = malloc(sizeof *state);
    if (state != NULL && !LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION))) {
        *state = (struct by_blocks){context, lz4_unpack, LZ4_FIRST_WISH, LZ4_BLOCK_HEADER, LZ4_FIRST_WISH};
        return state;
    }
    free(state);
    return NULL;
}

static void lz4_close(void *opened) {
    struct by_blocks *state = opened;
    LZ4F_freeDecompressionContext(state->context);
    free(state);
}

static const struct codec lz4 = {lz4_open, unpack_by_blocks, lz4_close};
const struct codec *const codec_lz4 = &lz4;
#else
const struct codec *const codec_lz4 = NULL;
#endif

#ifdef HAVE_LZMA
#include <lzma.h>

/* As much as the highest level of the program xz needs. */
static const uint64_t xz_memory_bytes = 80 << 20;

static void *xz_open(void) {
    lzma_stream *stream = malloc(sizeof *stream);
    if (stream == NULL) return NULL;
    *stream = (lzma_stream)LZMA_STREAM_INIT;
    if (lzma_stream_decoder(stream, xz_memory_bytes, LZMA_CONCATENATED) == LZMA_OK) return stream;
    free(stream);
    return NULL;
}

static enum codec_result xz_unpack(void *state, struct codec_data *data) {
    lzma_stream *stream = state;
    stream->next_in = data->in;
    stream->avail_in = data->in_left;
    stream->next_out = data->out;
    stream->avail_out = data->out_left;
    lzma_ret status = lzma_code(stream, data->is_last ? LZMA_FINISH : LZMA_RUN);
    data->in = stream->next_in;
    data->in_left = stream->avail_in;
    data->out = stream->next_out;
    data->out_left = stream->avail_out;
    if (status == LZMA_STREAM_END) return CODEC_STREAM_END;
    return status == LZMA_OK || status == LZMA_BUF_ERROR ? CODEC_MORE : CODEC_DAMAGED;
}

static void xz_close(void *state) {
    lzma_end(state);
    free(state);
}

static const struct codec xz = {xz_open, xz_unpack, xz_close};
const struct codec *const codec_xz = &xz;
#else
const struct codec *const codec_xz = NULL;
#endif
