/* The two clocks, in milliseconds. */
#ifndef STREAMCHECKER_CLOCK_H
#define STREAMCHECKER_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t clock_ms(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Since the epoch; it may be set. */
static inline int64_t wall_ms(void) { return clock_ms(CLOCK_REALTIME); }

/* For lengths of time. */
static inline int64_t steady_ms(void) { return clock_ms(CLOCK_MONOTONIC); }

#endif
