/* The frame of all benchmarks: 64 bytes of Ethernet, without a frame check sequence, with UDP over IPv4. */
#ifndef STREAMCHECKER_BENCH_FRAME_H
#define STREAMCHECKER_BENCH_FRAME_H

#include <stdint.h>
#include <string.h>

enum { FRAME_BYTES = 64, IP_OFFSET = 14, IP_BYTES = FRAME_BYTES - IP_OFFSET };

/* To nobody's address, so that the receiving host looks at it no further than the capture does. */
static inline void frame_prepare(uint8_t *frame) {
    static const uint8_t start[] = {0x02, 0, 0, 0, 0, 0x99, 0x02, 0, 0, 0, 0, 0x01, 0x08, 0x00,
                                    0x45, 0, 0, IP_BYTES, 0, 0, 0, 0, 64, 17, 0, 0};
    static const uint8_t udp[] = {0x10, 0x00, 0x20, 0x00, 0, IP_BYTES - 20, 0, 0};
    memset(frame, 0, FRAME_BYTES);
    memcpy(frame, start, sizeof start);
    memcpy(frame + IP_OFFSET + 20, udp, sizeof udp);
}

/* 10.0.0.0 + pair, to one of 256 hosts in 198.18.0.0/24. */
static inline void frame_set_pair(uint8_t *frame, uint32_t pair) {
    uint8_t addresses[] = {10, (uint8_t)(pair >> 16), (uint8_t)(pair >> 8), (uint8_t)pair, 198, 18, 0, (uint8_t)pair};
    memcpy(frame + IP_OFFSET + 12, addresses, sizeof addresses);
}

struct pair_choice {
    uint32_t pairs;
    uint64_t state; /* not 0 */
};

/* xorshift64* (Vigna 2016), scaled to the number of pairs. */
static inline uint32_t next_pair(struct pair_choice *choice) {
    uint64_t x = choice->state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    choice->state = x;
    return (uint32_t)(((x * UINT64_C(2685821657736338717)) >> 32) * choice->pairs >> 32);
}

#endif
