#include "interface-drops.h"

#ifdef __linux__
#include <fcntl.h>
#include <linux/if_link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "route-dump.h"

/* Room for the lines of 1,000 processors. */
enum { BACKLOG_BYTES = 256 << 10 };

void drop_watch_open(struct drop_watch *watch, int list_fd) {
    *watch = (struct drop_watch){.list_fd = list_fd};
    watch->backlog_fd = open("/proc/net/softnet_stat", O_RDONLY | O_CLOEXEC);
}

static void take_counters(void *context, const struct nlmsghdr *message) {
    struct drop_watch *watch = context;
    const struct if_stats_msg *about = NLMSG_DATA(message);
    if (message->nlmsg_type != RTM_NEWSTATS || message->nlmsg_len < NLMSG_LENGTH(sizeof *about)) return;
    if (watch->count == watch->room) {
        size_t room = watch->room == 0 ? 64 : 2 * watch->room;
        struct interface_drops *grown = realloc(watch->all, room * sizeof *grown);
        if (grown == NULL) return;
        watch->all = grown;
        watch->room = room;
    }
    const struct rtattr *first = (const struct rtattr *)(const void *)((const uint8_t *)about + NLMSG_ALIGN(sizeof *about));
    size_t length = NLMSG_PAYLOAD(message, sizeof *about);
    for (const struct rtattr *at = NULL; (at = route_attribute(first, length, at)) != NULL;) {
        struct rtnl_link_stats64 counters = {0};
        if (at->rta_type != IFLA_STATS_LINK_64) continue;
        memcpy(&counters, RTA_DATA(at), RTA_PAYLOAD(at) < sizeof counters ? RTA_PAYLOAD(at) : sizeof counters);
        watch->all[watch->count++] = (struct interface_drops){.number = about->ifindex,
                                                              .missed = counters.rx_missed_errors + counters.rx_fifo_errors,
                                                              .unwanted = counters.rx_dropped};
        return;
    }
}

static void forget_counters(void *context) { ((struct drop_watch *)context)->count = 0; }

/* One line for each processor, hexadecimal; the second column is what found no room. Its 32 bits wrap. */
static bool read_backlog(struct drop_watch *watch) {
    static char text[BACKLOG_BYTES];
    ssize_t length = 0, got;
    if (watch->backlog_fd < 0 || lseek(watch->backlog_fd, 0, SEEK_SET) != 0) return false;
    while ((got = read(watch->backlog_fd, text + length, sizeof text - 1 - (size_t)length)) > 0) length += got;
    text[length] = '\0';
    uint64_t dropped = 0;
    for (const char *line = text; line != NULL && *line != '\0';) {
        unsigned column;
        if (sscanf(line, "%*x %x", &column) == 1) dropped += column;
        line = strchr(line, '\n');
        if (line != NULL) line++;
    }
    watch->backlog = dropped;
    return length > 0;
}

bool drop_watch_read(struct drop_watch *watch) {
    struct {
        struct nlmsghdr header;
        struct if_stats_msg wanted;
    } request = {.header = {.nlmsg_len = sizeof request, .nlmsg_type = RTM_GETSTATS},
                 .wanted = {.filter_mask = IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_64)}};
    const struct route_reader reader = {.take = take_counters, .restart = forget_counters, .context = watch};
    bool listed = route_dump(watch->list_fd, &request.header, &reader);
    return read_backlog(watch) && listed;
}

/* Among the unwanted are packets of protocols that nothing takes, which a capture sees: of these counts only as much as
 * the queues had no room for meanwhile, which is counted for all interfaces together. */
uint64_t drop_watch_take(const struct drop_watch *watch, unsigned number, struct interface_drops *before) {
    for (size_t i = 0; i < watch->count; i++) {
        struct interface_drops now = watch->all[i];
        if (now.number != number) continue;
        now.backlog = watch->backlog;
        uint64_t missed = now.missed - before->missed, unwanted = now.unwanted - before->unwanted;
        uint64_t backlog = now.backlog < before->backlog ? unwanted : now.backlog - before->backlog;
        bool comparable = before->number == number && now.missed >= before->missed && now.unwanted >= before->unwanted;
        *before = now;
        return comparable ? missed + (unwanted < backlog ? unwanted : backlog) : 0;
    }
    return 0;
}

#else

void drop_watch_open(struct drop_watch *watch, int list_fd) { *watch = (struct drop_watch){.list_fd = list_fd}; }

/* libpcap tells what there is to know. */
bool drop_watch_read(struct drop_watch *watch) {
    (void)watch;
    return true;
}

uint64_t drop_watch_take(const struct drop_watch *watch, unsigned number, struct interface_drops *before) {
    (void)watch, (void)number, (void)before;
    return 0;
}

#endif
