/* The clocks, in milliseconds. */
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

/* For lengths of time, without those for which the machine was suspended where the system can tell. */
static inline int64_t steady_ms(void) { return clock_ms(CLOCK_MONOTONIC); }

/* The same with the time for which the machine was suspended. */
#ifdef __linux__
static inline int64_t boot_ms(void) { return clock_ms(CLOCK_BOOTTIME); }
#else
static inline int64_t boot_ms(void) { return steady_ms(); }
#endif

#endif
