/* Bytes of a file or pipe, in order, with any run of them in one piece. */
#ifndef STREAMCHECKER_FILE_INPUT_H
#define STREAMCHECKER_FILE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decompressor.h"

/* The longest run that may be asked for: a pcapng block of 16 MiB, as in libpcap. */
enum { FILE_INPUT_MAX = 16 << 20 };

struct file_input {
    int fd;
    uint8_t *buffer;
    size_t start;
    size_t end;
    uint64_t read; /* bytes read so far */
    int error;           /* errno of a read that failed, else 0 */
    const char *problem; /* what is wrong with the compressed data, else NULL */
    struct decompressor *decompressor; /* NULL where the file is not compressed */
    bool is_live; /* a pipe or a socket: what comes through may take its time */
    void (*on_wait)(void *context); /* called now and then while nothing comes through a live one; may be NULL */
    void *context;
};

/* Of standard input where the path is `-`. False, with errno set, where the file can't be opened. */
bool file_input_open(struct file_input *input, const char *path);

void file_input_close(struct file_input *input);

/* Lets the signals that end a program end a live input instead: what comes within half a second is still read. */
void file_input_watch_signals(void);

/* From now on gives what is packed in the file, instead of the file's own bytes. Nothing must have been taken yet. False,
 * with `problem` set, where it can't be unpacked. */
bool file_input_decompress(struct file_input *input);

/* Reads until `length` bytes are there, or the file ends; returns whether they are. */
bool file_input_fill(struct file_input *input, size_t length);

/* The next `length` bytes in one piece, or NULL where the file has fewer. Valid until the next call. */
static inline const uint8_t *file_input_peek(struct file_input *input, size_t length) {
    if (input->end - input->start < length && !file_input_fill(input, length)) return NULL;
    return input->buffer + input->start;
}

/* Goes past bytes that were seen. */
static inline void file_input_take(struct file_input *input, size_t length) { input->start += length; }

#endif
