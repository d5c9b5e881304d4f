/* What must hold for every input: a fuzz target ends, with the condition, where it does not. */
#ifndef STREAMCHECKER_FUZZ_REQUIRE_H
#define STREAMCHECKER_FUZZ_REQUIRE_H

#include <stdio.h>
#include <stdlib.h>

#define REQUIRE(condition)                                                                  \
    do {                                                                                    \
        if (!(condition)) {                                                                 \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                                        \
        }                                                                                   \
    } while (0)

#endif
