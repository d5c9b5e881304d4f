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

#ifdef HAVE_ZSTD
#include <zstd.h>

static void *zstd_open(void) { return ZSTD_createDCtx(); }

static enum codec_result zstd_unpack(void *state, struct codec_data *data) {
    ZSTD_inBuffer in = {.src = data->in, .size = data->in_left};
    ZSTD_outBuffer out = {.dst = data->out, .size = data->out_left};
    size_t status = ZSTD_decompressStream(state, &out, &in);
    data->in += in.pos;
    data->in_left -= in.pos;
    data->out += out.pos;
    data->out_left -= out.pos;
    if (ZSTD_isError(status)) return CODEC_DAMAGED;
    return status == 0 ? CODEC_STREAM_END : CODEC_MORE;
}

static void zstd_close(void *state) { ZSTD_freeDCtx(state); }

static const struct codec zstd = {zstd_open, zstd_unpack, zstd_close};
const struct codec *const codec_zstd = &zstd;
#else
const struct codec *const codec_zstd = NULL;
#endif

#ifdef HAVE_LZ4
#include <lz4frame.h>

static void *lz4_open(void) {
    LZ4F_dctx *context = NULL;
    return LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)) ? NULL : context;
}

static enum codec_result lz4_unpack(void *state, struct codec_data *data) {
    size_t taken = data->in_left, written = data->out_left;
    size_t status = LZ4F_decompress(state, data->out, &written, data->in, &taken, NULL);
    data->in += taken;
    data->in_left -= taken;
    data->out += written;
    data->out_left -= written;
    if (LZ4F_isError(status)) return CODEC_DAMAGED;
    return status == 0 ? CODEC_STREAM_END : CODEC_MORE;
}

static void lz4_close(void *state) { LZ4F_freeDecompressionContext(state); }

static const struct codec lz4 = {lz4_open, lz4_unpack, lz4_close};
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
