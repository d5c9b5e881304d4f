/* Stands for file-input.c: every fill moves exactly what was asked for into a new heap block, so that AddressSanitizer
 * sees a read beyond it, and a use of what an earlier call gave. */
#include <stdlib.h>
#include <string.h>

#include "../file-input.h"
#include "fuzz-input.h"
#include "require.h"

static const uint8_t *rest;
static size_t rest_length;

const char *fuzz_input(const uint8_t *input, size_t size) {
    rest = input;
    rest_length = size;
    return "in memory";
}

bool file_input_open(struct file_input *input, const char *path) {
    (void)path;
    *input = (struct file_input){.fd = -1};
    return true;
}

bool file_input_decompress(struct file_input *input) {
    input->problem = "nothing is unpacked here";
    return false;
}

void file_input_close(struct file_input *input) { free(input->buffer); }

bool file_input_fill(struct file_input *input, size_t length) {
    if (length > FILE_INPUT_MAX) return false;
    REQUIRE(input->start <= input->end);
    size_t held = input->end - input->start;
    size_t added = length - held < rest_length ? length - held : rest_length;
    uint8_t *block = malloc(held + added > 0 ? held + added : 1);
    REQUIRE(block != NULL);
    if (held > 0) memcpy(block, input->buffer + input->start, held);
    if (added > 0) memcpy(block + held, rest, added);
    free(input->buffer);
    *input = (struct file_input){.fd = -1, .buffer = block, .end = held + added};
    rest += added;
    rest_length -= added;
    return input->end >= length;
}
