/* How a fuzz target hands its input to the reader of capture files. */
#ifndef STREAMCHECKER_FUZZ_INPUT_H
#define STREAMCHECKER_FUZZ_INPUT_H

#include <stddef.h>
#include <stdint.h>

/* The path under which file_input_open() finds the input; good until the next call. */
const char *fuzz_input(const uint8_t *input, size_t size);

#endif
