/* The program with which the kernel sums packets, and the memory that it shares with its reader: Linux only. */
#ifndef STREAMCHECKER_SUM_PROGRAM_H
#define STREAMCHECKER_SUM_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first word of the memory says when the period begins of which sums are added (nanoseconds of the steady clock),
 * and in its lowest bit, in which set. Behind this page each processor has its own two sets. */
enum {
    SUM_HEADER_BYTES = 4096,
    SUM_SLOTS_BITS = 12,
    SUM_SLOTS = 1 << SUM_SLOTS_BITS, /* the first one of a set holds counts instead */
    SUM_SLOT_BYTES_BITS = 6,
    SUM_SET_BYTES = SUM_SLOTS << SUM_SLOT_BYTES_BITS,
    SUM_PROBES = 8
};

struct sum_slot {
    uint64_t tag; /* number of the interface << 8 | family; 0 is free */
    uint64_t addresses[4]; /* in the first slot of a processor's first set: additions begun, and ended */
    uint64_t bytes;   /* in the first slot: packets that found no slot */
    uint64_t packets; /* in the first slot: slots that are used */
    uint64_t unused;
};

_Static_assert(sizeof(struct sum_slot) == 1 << SUM_SLOT_BYTES_BITS, "a slot is a line of the processor's cache");

/* Places among the addresses of a processor's very first slot. A program counts itself as begun before it looks which set
 * it is to add to, and as ended when it is done, so what is under way is known however long its processor stands still. */
enum { SUM_BEGUN, SUM_ENDED };

/* Marks the first slot of a set, which is never free nor anyone's. */
#define SUM_FIRST_TAG UINT64_MAX

struct sum_manner {
    int map;
    uint32_t processors;
    uint32_t period_ns;
    uint32_t snaplen;    /* of what goes into the ring */
    bool refuses_sent;
    bool admits_all;
    uint64_t seed;
};

static inline size_t sum_memory_bytes(uint32_t processors) {
    return SUM_HEADER_BYTES + (size_t)processors * 2 * SUM_SET_BYTES;
}

/* Loads the program. Returns its descriptor, or -1 with errno set. */
int sum_program_load(const struct sum_manner *manner);

#endif
