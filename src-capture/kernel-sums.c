#include "kernel-sums.h"

#include <stdio.h>
#include <string.h>

#ifdef __linux__
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "bpf-call.h"
#include "clock.h"
#include "sum-program.h"

enum {
    LONGEST_PERIOD_MS = 1000,
    /* By then the clocks of all processors have passed the end of a period, and what a program has written just before
     * is seen. Meanwhile the other set is added to. */
    SETTLE_MS = 30,
    /* Far more than a program takes that is not held up. */
    MOST_LOOKS = 10000,
    SETTLE_NS = SETTLE_MS * 1000000,
    /* The reader is often woken a little too early for that; it waits so long at most. */
    WAIT_NS = 3000000,
    /* The wall clock may have been set, or run a little faster or slower than the steady one. */
    DRIFT_NS = 1000000,
    /* With so many packets of a period, and more than a third of all, without a slot the ring alone is cheaper. */
    MANY_MISSED = 1000,
    IDLE_MS = 60000,
    NS = 1000000
};

static const int64_t no_period = INT64_MAX & ~INT64_C(1);

static int64_t steady_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 * NS + now.tv_nsec;
}

static int64_t wall_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 * NS + now.tv_nsec;
}

/* From now on the programs add to this period and the next one. */
static void publish(const struct kernel_sums *sums) {
    uint64_t state = (uint64_t)(sums->start_ms == 0 ? no_period : sums->start_ns) & ~UINT64_C(1);
    atomic_store((_Atomic uint64_t *)(void *)sums->memory, state | sums->set);
}

static struct sum_slot *set_of(const struct kernel_sums *sums, uint32_t processor, unsigned set) {
    size_t at = SUM_HEADER_BYTES + ((size_t)processor * 2 + set) * SUM_SET_BYTES;
    return (struct sum_slot *)(void *)(sums->memory + at);
}

static bool refuse(struct sums_refusal *refusal, const char *what, const char *reason) {
    snprintf(refusal->text, sizeof refusal->text, "The helper sums the packets, not the kernel: %s%s", what, reason);
    return false;
}

static uint32_t processors(void) {
    long count = sysconf(_SC_NPROCESSORS_CONF);
    return count > 0 ? (uint32_t)count : 1;
}

static int open_memory(struct kernel_sums *sums) {
    size_t length = sum_memory_bytes(sums->processors);
    union bpf_attr attributes = {.map_type = BPF_MAP_TYPE_ARRAY,
                                 .key_size = sizeof(uint32_t),
                                 .value_size = (uint32_t)length,
                                 .max_entries = 1,
                                 .map_flags = BPF_F_MMAPABLE};
    int map = bpf_call(BPF_MAP_CREATE, &attributes);
    if (map < 0) return -1;
    void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, map, 0);
    if (memory == MAP_FAILED) {
        close(map);
        return -1;
    }
    sums->memory = memory;
    for (uint32_t i = 0; i < sums->processors; i++)
        for (unsigned set = 0; set < 2; set++) set_of(sums, i, set)->tag = SUM_FIRST_TAG;
    return map;
}

static bool load_programs(struct kernel_sums *sums, const struct options *options, int map) {
    struct sum_manner manner = {.map = map,
                                .processors = sums->processors,
                                .period_ns = (uint32_t)sums->period_ms * NS,
                                .snaplen = (uint32_t)options->snaplen};
    if (getentropy(&manner.seed, sizeof manner.seed) != 0) return false;
    for (int i = 0; i < SUM_PROGRAMS; i++) {
        manner.refuses_sent = i & 1;
        manner.admits_all = i & 2;
        if ((sums->programs[i] = sum_program_load(&manner)) < 0) return false;
    }
    return true;
}

/* As long as a flush period or a part of it that fits into the interval, so that each period is of one interval. */
static int64_t period_of(const struct options *options) {
    int64_t a = options->interval_ms, b = options->flush_ms;
    for (int64_t rest; b != 0; b = rest) {
        rest = a % b;
        a = b;
    }
    return a;
}

static void give_up(struct kernel_sums *sums) {
    for (int i = 0; i < SUM_PROGRAMS; i++)
        if (sums->programs[i] >= 0) close(sums->programs[i]);
    if (sums->memory != NULL) munmap(sums->memory, sum_memory_bytes(sums->processors));
    sums->memory = NULL;
}

/* The next period of the wall clock that has not begun yet. */
static void begin_anew(struct kernel_sums *sums) {
    int64_t now = wall_ns(), period = sums->period_ms * NS, ahead = period - now % period;
    sums->start_ms = (now + ahead) / NS;
    sums->start_ns = steady_ns() + ahead;
    publish(sums);
}

bool kernel_sums_open(struct kernel_sums *sums, const struct options *options, struct sums_refusal *refusal) {
    refusal->not_permitted = false;
    *sums = (struct kernel_sums){.processors = processors(), .period_ms = period_of(options), .programs = {-1, -1, -1, -1}};
    if (options->filter != NULL) return refuse(refusal, "a filter is set", "");
    if (options->each_packet) return refuse(refusal, "each packet is told for itself", "");
    if (sums->period_ms > LONGEST_PERIOD_MS || sums->period_ms < 100) return refuse(refusal, "its periods do not fit into the interval", "");
    int map = open_memory(sums);
    bool loaded = map >= 0 && load_programs(sums, options, map);
    int reason = errno;
    if (map >= 0) close(map);
    if (!loaded) {
        give_up(sums);
        refusal->not_permitted = reason == EPERM;
        return refuse(refusal, "", reason == EPERM ? "it lacks the capability CAP_BPF" : strerror(reason));
    }
    begin_anew(sums);
    return true;
}

static bool is_idle(const struct kernel_sums *sums) { return sums->idle_until_ms > steady_ms(); }

int kernel_sums_program(const struct kernel_sums *sums, bool refuses_sent, bool admits_all) {
    if (sums->memory == NULL || is_idle(sums)) return -1;
    return sums->programs[refuses_sent + 2 * admits_all];
}

struct reading {
    const struct sum_taker *taker;
    uint64_t packets;
    uint64_t missed;
};

static void read_slot(const struct sum_slot *slot, int64_t start_ms, struct reading *reading) {
    const struct kernel_sum sum = {.interface = (unsigned)(slot->tag >> 8),
                                   .family = (uint8_t)slot->tag,
                                   .addresses = (const uint8_t *)slot->addresses,
                                   .bytes = slot->bytes,
                                   .packets = slot->packets,
                                   .start_ms = start_ms};
    reading->packets += slot->packets;
    reading->taker->take(reading->taker->context, &sum);
}

static void read_set(struct sum_slot *set, int64_t start_ms, struct reading *reading) {
    uint64_t left = set->packets;
    reading->missed += set->bytes;
    set->bytes = set->packets = 0;
    for (uint32_t i = 1; left > 0 && i < SUM_SLOTS; i++) {
        /* Without packets it was only just taken. */
        if (set[i].tag == 0 || set[i].packets == 0) continue;
        read_slot(&set[i], start_ms, reading);
        set[i] = (struct sum_slot){.tag = 0};
        left--;
    }
}

/* Whether all additions that have begun on a processor have ended. Those that begin now belong to a later period. */
static bool is_still(const struct kernel_sums *sums, uint32_t processor) {
    struct sum_slot *first = set_of(sums, processor, 0);
    uint64_t begun = atomic_load((_Atomic uint64_t *)&first->addresses[SUM_BEGUN]);
    for (int i = 0; i < MOST_LOOKS; i++)
        if ((int64_t)(atomic_load((_Atomic uint64_t *)&first->addresses[SUM_ENDED]) - begun) >= 0) return true;
    return false;
}

/* Reads the sums of a period to which nothing is added any more, and goes on to the next one. Where there is no room, or
 * a processor stands still amid an addition, the rest is read at the next call: until then packets go into the ring. */
static bool read_period(struct kernel_sums *sums, struct reading *reading) {
    for (uint32_t i = 0; i < sums->processors; i++) {
        struct sum_slot *set = set_of(sums, i, sums->set);
        if (!is_still(sums, i)) return false;
        if (set->packets > reading->taker->room(reading->taker->context)) return false;
        read_set(set, sums->start_ms, reading);
    }
    sums->set ^= 1;
    sums->start_ms += sums->period_ms;
    sums->start_ns += sums->period_ms * NS;
    return true;
}

static void wait_ns(int64_t length) { poll(NULL, 0, (int)((length + NS - 1) / NS)); }

static bool drifted(const struct kernel_sums *sums) {
    int64_t difference = wall_ns() - sums->start_ms * NS - (steady_ns() - sums->start_ns);
    return difference > DRIFT_NS || difference < -DRIFT_NS;
}

static bool settle(struct kernel_sums *sums, struct reading *reading) {
    struct kernel_sums stopped = {.memory = sums->memory, .start_ms = 0};
    if (sums->start_ms == 0) return true;
    publish(&stopped);
    wait_ns(SETTLE_NS);
    if (!read_period(sums, reading) || !read_period(sums, reading)) return false;
    sums->start_ms = 0;
    return true;
}

bool kernel_sums_settle(struct kernel_sums *sums, const struct sum_taker *taker) {
    struct reading reading = {.taker = taker};
    return sums->memory == NULL || settle(sums, &reading);
}

static int64_t until_over_ns(const struct kernel_sums *sums) {
    return sums->start_ns + sums->period_ms * NS + SETTLE_NS - steady_ns();
}

static bool are_too_many(const struct reading *reading) {
    return reading->missed > MANY_MISSED && 2 * reading->missed > reading->packets;
}

static bool begin(struct kernel_sums *sums) {
    bool rested = sums->idle_until_ms != 0;
    sums->idle_until_ms = 0;
    begin_anew(sums);
    return rested;
}

bool kernel_sums_take(struct kernel_sums *sums, const struct sum_taker *taker) {
    struct reading reading = {.taker = taker};
    if (sums->memory == NULL || is_idle(sums)) return false;
    if (sums->start_ms == 0) return begin(sums);
    int64_t left = until_over_ns(sums);
    if (left > 0 && left < WAIT_NS) wait_ns(left);
    if (until_over_ns(sums) > 0 || !read_period(sums, &reading)) return false;
    publish(sums);
    bool are_many = are_too_many(&reading), is_late = until_over_ns(sums) < 0;
    if (!are_many && !is_late && !drifted(sums)) return false;
    if (!settle(sums, &reading)) return false;
    if (are_many) sums->idle_until_ms = steady_ms() + IDLE_MS;
    else begin_anew(sums);
    return are_many;
}

int64_t kernel_sums_settle_ms(const struct kernel_sums *sums) { return sums->memory == NULL ? 0 : SETTLE_MS; }

int64_t kernel_sums_reached_ms(const struct kernel_sums *sums) {
    return sums->memory == NULL || sums->start_ms == 0 ? INT64_MAX : sums->start_ms;
}

#else

bool kernel_sums_open(struct kernel_sums *sums, const struct options *options, struct sums_refusal *refusal) {
    (void)options;
    *sums = (struct kernel_sums){.memory = NULL};
    refusal->not_permitted = false;
    snprintf(refusal->text, sizeof refusal->text, "The helper sums the packets, not the kernel: that takes Linux");
    return false;
}

int kernel_sums_program(const struct kernel_sums *sums, bool refuses_sent, bool admits_all) {
    (void)sums, (void)refuses_sent, (void)admits_all;
    return -1;
}

bool kernel_sums_take(struct kernel_sums *sums, const struct sum_taker *taker) {
    (void)sums, (void)taker;
    return false;
}

bool kernel_sums_settle(struct kernel_sums *sums, const struct sum_taker *taker) {
    (void)sums, (void)taker;
    return true;
}

int64_t kernel_sums_settle_ms(const struct kernel_sums *sums) {
    (void)sums;
    return 0;
}

int64_t kernel_sums_reached_ms(const struct kernel_sums *sums) {
    (void)sums;
    return INT64_MAX;
}

#endif
