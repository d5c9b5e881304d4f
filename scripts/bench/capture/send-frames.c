/* Sends the frames of the benchmark as fast as it can: `send-frames INTERFACE MILLISECONDS PAIRS [RATE]`. Prints how many were
 * sent in how many nanoseconds, and in how many of these it waited for its processor, as JSON. With a fourth argument, so
 * many a second. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "frame.h"

enum { BATCH = 64 };

static uint8_t frames[BATCH][FRAME_BYTES];
static struct iovec parts[BATCH];
static struct mmsghdr messages[BATCH];

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* For which this thread was ready to run, but something else ran. */
static int64_t waited_ns(void) {
    long long waited = 0;
    FILE *file = fopen("/proc/thread-self/schedstat", "r");
    if (file == NULL || fscanf(file, "%*d %lld", &waited) != 1) waited = 0;
    if (file != NULL) fclose(file);
    return waited;
}

static int open_socket(const char *interface) {
    int fd = socket(AF_PACKET, SOCK_RAW, 0);
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(interface)};
    int on = 1;
    if (fd < 0 || address.sll_ifindex == 0) return -1;
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) return -1;
    return setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on) == 0 ? fd : -1;
}

static void prepare(void) {
    for (int i = 0; i < BATCH; i++) {
        frame_prepare(frames[i]);
        parts[i] = (struct iovec){.iov_base = frames[i], .iov_len = FRAME_BYTES};
        messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
    }
}

/* Sleeps while more was sent than the rate (packets a second; 0 for any) allows. */
static void keep_pace(int64_t start, uint64_t sent, uint64_t rate) {
    const struct timespec pause = {.tv_nsec = 1000000};
    while (rate > 0 && sent > (uint64_t)(now_ns() - start) / 1000 * rate / 1000000) nanosleep(&pause, NULL);
}

int main(int argc, char **argv) {
    if (argc != 4 && argc != 5) return fputs("usage: send-frames INTERFACE MILLISECONDS PAIRS [RATE]\n", stderr), 2;
    int fd = open_socket(argv[1]);
    struct pair_choice choice = {.pairs = (uint32_t)strtoul(argv[3], NULL, 10), .state = 1};
    if (fd < 0) return perror(argv[1]), 1;
    prepare();
    int64_t waited = waited_ns(), start = now_ns(), end = start + strtoll(argv[2], NULL, 10) * 1000000;
    uint64_t sent = 0, rate = argc == 5 ? strtoull(argv[4], NULL, 10) : 0;
    while (now_ns() < end) {
        for (int i = 0; i < BATCH; i++) frame_set_pair(frames[i], next_pair(&choice));
        int taken = sendmmsg(fd, messages, BATCH, 0);
        if (taken > 0) sent += (uint64_t)taken;
        else if (errno != ENOBUFS && errno != EAGAIN && errno != EINTR) return perror("send-frames"), 1;
        keep_pace(start, sent, rate);
    }
    int64_t ns = now_ns() - start;
    printf("{\"sent\":%llu,\"ns\":%lld,\"waitedNs\":%lld}\n", (unsigned long long)sent, (long long)ns,
           (long long)(waited_ns() - waited));
    return 0;
}
