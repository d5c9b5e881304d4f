/* Sums that the kernel makes itself, by a program on the sockets of the links: a plain packet of IPv4 or IPv6 on Ethernet
 * is added to its pair there, and does not come into the ring. Everything else does: tags, labels, what is malformed or
 * offloaded, and any packet that finds no room among the sums. So each packet is counted once, by the same rule, whichever
 * way it goes (docs/adr/0040-sums-in-the-kernel.md). Linux only.
 *
 * There are two sets of sums, for the period that runs and the one after it; which one a packet belongs to is decided by
 * the clock when it passes. A set is read some time after its period, so that nothing is added to it meanwhile. */
#ifndef STREAMCHECKER_KERNEL_SUMS_H
#define STREAMCHECKER_KERNEL_SUMS_H

#include <stdbool.h>
#include <stdint.h>

#include "options.h"

enum { SUM_PROGRAMS = 4, SUMS_ERROR_BYTES = 200 };

struct kernel_sums {
    uint8_t *memory; /* shared with the programs; NULL where the kernel makes no sums */
    int programs[SUM_PROGRAMS];
    uint32_t processors;
    int64_t period_ms;
    int64_t start_ms; /* wall clock, of the period that is read next; 0 while the kernel adds nothing */
    int64_t start_ns; /* the same by the steady clock */
    unsigned set;     /* where the sums of that period are */
    int64_t idle_until_ms; /* steady clock: until then the pairs are too many */
};

/* Why the kernel makes no sums. */
struct sums_refusal {
    bool not_permitted; /* the helper lacks CAP_BPF */
    char text[SUMS_ERROR_BYTES];
};

/* Sums of one pair on one interface, in one period. */
struct kernel_sum {
    unsigned interface; /* number */
    uint8_t family;
    const uint8_t *addresses; /* source, then destination: 4 or 16 bytes each */
    uint64_t bytes;
    uint64_t packets;
    int64_t start_ms;
};

/* Who takes the sums. */
struct sum_taker {
    void (*take)(void *context, const struct kernel_sum *sum);
    uint32_t (*room)(void *context); /* for this many sums */
    void *context;
};

/* Loads the programs, which takes CAP_BPF. False, with the reason, where the kernel refuses, or where the options ask for
 * what the programs don't know. */
bool kernel_sums_open(struct kernel_sums *sums, const struct options *options, struct sums_refusal *refusal);

/* The program for a socket whose packets are chosen so; -1 where the ring is to take all of them. */
int kernel_sums_program(const struct kernel_sums *sums, bool refuses_sent, bool admits_all);

/* Hands over the sums of the period that is over, as far as there is room. Returns whether the answer of
 * kernel_sums_program() changed: with too many pairs, the ring alone is cheaper. */
bool kernel_sums_take(struct kernel_sums *sums, const struct sum_taker *taker);

/* Hands over all sums at once; until the next period, packets come into the ring. False where some found no room. */
bool kernel_sums_settle(struct kernel_sums *sums, const struct sum_taker *taker);

/* For so long after its end the sums of a period rest, before they are handed over. */
int64_t kernel_sums_settle_ms(const struct kernel_sums *sums);

/* The time before which every sum was handed over; INT64_MAX where there are none. */
int64_t kernel_sums_reached_ms(const struct kernel_sums *sums);

#endif
