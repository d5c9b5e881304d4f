#include "interface-watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for one more, or NULL. */
static struct interface_state *add(struct interface_watch *watch) {
    if (watch->count == watch->room) {
        size_t room = watch->room == 0 ? 64 : 2 * watch->room;
        struct interface_state *grown = realloc(watch->all, room * sizeof *grown);
        if (grown == NULL) return NULL;
        watch->all = grown;
        watch->room = room;
    }
    struct interface_state *added = &watch->all[watch->count++];
    *added = (struct interface_state){.number = 0};
    return added;
}

const struct interface_state *interface_watch_find(const struct interface_watch *watch, const char *name) {
    for (size_t i = 0; i < watch->count; i++)
        if (strcmp(watch->all[i].name, name) == 0) return &watch->all[i];
    return NULL;
}

#ifdef __linux__
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { ANSWER_BYTES = 1 << 16, ANSWER_LIMIT_US = 500000 };

static int open_route_socket(uint32_t groups) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    struct sockaddr_nl own = {.nl_family = AF_NETLINK, .nl_groups = groups};
    struct timeval limit = {.tv_usec = ANSWER_LIMIT_US};
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (bind(fd, (const struct sockaddr *)&own, sizeof own) == 0) return fd;
    close(fd);
    return -1;
}

void interface_watch_open(struct interface_watch *watch) {
    *watch = (struct interface_watch){.news_fd = open_route_socket(RTMGRP_LINK), .list_fd = open_route_socket(0)};
}

/* What exactly changed does not matter; that news were lost (ENOBUFS) is news, too. */
void interface_watch_take_news(struct interface_watch *watch) {
    static uint8_t ignored[ANSWER_BYTES];
    while (recv(watch->news_fd, ignored, sizeof ignored, MSG_DONTWAIT) >= 0 || errno == ENOBUFS || errno == EINTR)
        continue;
}

/* Without an address, a netlink socket writes to the kernel. */
static bool ask(struct interface_watch *watch) {
    struct {
        struct nlmsghdr header;
        struct ifinfomsg interface;
        struct rtattr attribute;
        uint32_t left_out;
    } request = {.header = {.nlmsg_len = sizeof request,
                            .nlmsg_type = RTM_GETLINK,
                            .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
                            .nlmsg_seq = ++watch->sequence},
                 .interface = {.ifi_family = AF_UNSPEC},
                 .attribute = {.rta_len = RTA_LENGTH(sizeof(uint32_t)), .rta_type = IFLA_EXT_MASK},
                 .left_out = RTEXT_FILTER_SKIP_STATS};
    return write(watch->list_fd, &request, sizeof request) == (ssize_t)sizeof request;
}

static void take_text(char *text, size_t size, const struct rtattr *attribute) {
    snprintf(text, size, "%.*s", (int)RTA_PAYLOAD(attribute), (const char *)RTA_DATA(attribute));
}

static bool shows_packets_of_its_ports(const char *kind) {
    return strcmp(kind, "bridge") == 0 || strcmp(kind, "bond") == 0 || strcmp(kind, "team") == 0;
}

static void take_link_info(struct interface_state *state, const struct rtattr *link_info) {
    size_t length = RTA_PAYLOAD(link_info);
    for (const struct rtattr *at = RTA_DATA(link_info); RTA_OK(at, length); at = RTA_NEXT(at, length))
        if ((at->rta_type & NLA_TYPE_MASK) == IFLA_INFO_SLAVE_KIND)
            take_text(state->master_kind, sizeof state->master_kind, at);
    state->enslaved = shows_packets_of_its_ports(state->master_kind);
}

static void take_attribute(struct interface_state *state, const struct rtattr *attribute) {
    switch (attribute->rta_type & NLA_TYPE_MASK) {
        case IFLA_IFNAME: take_text(state->name, sizeof state->name, attribute); break;
        case IFLA_MASTER:
            if (RTA_PAYLOAD(attribute) < sizeof state->master) break;
            memcpy(&state->master, RTA_DATA(attribute), sizeof state->master);
            break;
        case IFLA_LINKINFO: take_link_info(state, attribute); break;
        default: break;
    }
}

static void take_link(struct interface_watch *watch, const struct nlmsghdr *message) {
    const struct ifinfomsg *link = NLMSG_DATA(message);
    struct interface_state *state = add(watch);
    if (state == NULL) return;
    state->number = (unsigned)link->ifi_index;
    state->up = link->ifi_flags & IFF_UP;
    size_t length = IFLA_PAYLOAD(message);
    for (const struct rtattr *at = IFLA_RTA(link); RTA_OK(at, length); at = RTA_NEXT(at, length))
        take_attribute(state, at);
}

enum answer { ANSWER_MORE, ANSWER_END, ANSWER_FAILED };

static enum answer take_messages(struct interface_watch *watch, const uint8_t *answer, size_t length) {
    const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)answer;
    for (; NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) {
        if (message->nlmsg_seq != watch->sequence) continue;
        if (message->nlmsg_type == NLMSG_DONE) return ANSWER_END;
        if (message->nlmsg_type == NLMSG_ERROR) return ANSWER_FAILED;
        if (message->nlmsg_type == RTM_NEWLINK && message->nlmsg_len >= NLMSG_LENGTH(sizeof(struct ifinfomsg)))
            take_link(watch, message);
    }
    return ANSWER_MORE;
}

bool interface_watch_list(struct interface_watch *watch) {
    static _Alignas(struct nlmsghdr) uint8_t answer[ANSWER_BYTES];
    struct interface_watch fresh = {.sequence = watch->sequence, .list_fd = watch->list_fd};
    enum answer state = ask(&fresh) ? ANSWER_MORE : ANSWER_FAILED;
    while (state == ANSWER_MORE) {
        ssize_t length = recv(watch->list_fd, answer, sizeof answer, 0);
        if (length < 0 && errno == EINTR) continue;
        state = length <= 0 ? ANSWER_FAILED : take_messages(&fresh, answer, (size_t)length);
    }
    fresh.news_fd = watch->news_fd;
    free(state == ANSWER_END ? watch->all : fresh.all);
    if (state == ANSWER_END) *watch = fresh;
    watch->sequence = fresh.sequence;
    return state == ANSWER_END;
}

#else
#include <net/if.h>
#include <pcap/pcap.h>

void interface_watch_open(struct interface_watch *watch) {
    *watch = (struct interface_watch){.news_fd = -1, .list_fd = -1};
}

void interface_watch_take_news(struct interface_watch *watch) { (void)watch; }

bool interface_watch_list(struct interface_watch *watch) {
    char error[PCAP_ERRBUF_SIZE];
    pcap_if_t *all;
    if (pcap_findalldevs(&all, error) != 0) return false;
    watch->count = 0;
    for (const pcap_if_t *each = all; each != NULL; each = each->next) {
        struct interface_state *state = add(watch);
        if (state == NULL) break;
        snprintf(state->name, sizeof state->name, "%s", each->name);
        state->number = if_nametoindex(each->name);
        state->up = each->flags & PCAP_IF_UP;
    }
    pcap_freealldevs(all);
    return true;
}

#endif
