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

static bool has_name(const struct interface_state *state, const char *name) {
    if (strcmp(state->name, name) == 0) return true;
    for (const char *other = state->alternatives; *other != '\0'; other += strlen(other) + 1)
        if (strcmp(other, name) == 0) return true;
    return false;
}

const struct interface_state *interface_watch_find(const struct interface_watch *watch, const char *name) {
    for (size_t i = 0; i < watch->count; i++)
        if (has_name(&watch->all[i], name)) return &watch->all[i];
    return NULL;
}

#ifdef __linux__
#include <errno.h>
#include <net/if.h>
#include <sys/socket.h>

#include "route-dump.h"

enum { NEWS_BYTES = 1 << 16 };

void interface_watch_open(struct interface_watch *watch) {
    *watch = (struct interface_watch){.news_fd = route_socket_open(RTMGRP_LINK), .list_fd = route_socket_open(0)};
}

/* What exactly changed does not matter; that news were lost (ENOBUFS) is news, too. */
void interface_watch_take_news(struct interface_watch *watch) {
    static uint8_t ignored[NEWS_BYTES];
    while (recv(watch->news_fd, ignored, sizeof ignored, MSG_DONTWAIT) >= 0 || errno == ENOBUFS || errno == EINTR)
        continue;
}

static void take_text(char *text, size_t size, const struct rtattr *attribute) {
    snprintf(text, size, "%.*s", (int)RTA_PAYLOAD(attribute), (const char *)RTA_DATA(attribute));
}

static void take_number(unsigned *number, const struct rtattr *attribute) {
    if (RTA_PAYLOAD(attribute) >= sizeof *number) memcpy(number, RTA_DATA(attribute), sizeof *number);
}

/* Attributes within an attribute. */
#define FOR_EACH_WITHIN(at, outer) \
    for (const struct rtattr *at = NULL; (at = route_attribute(RTA_DATA(outer), RTA_PAYLOAD(outer), at)) != NULL;)

static unsigned short type_of(const struct rtattr *attribute) {
    return (unsigned short)(attribute->rta_type & NLA_TYPE_MASK);
}

static bool shows_packets_of_its_ports(const char *kind) {
    return strcmp(kind, "bridge") == 0 || strcmp(kind, "bond") == 0 || strcmp(kind, "team") == 0;
}

static void take_link_info(struct interface_state *state, const struct rtattr *link_info) {
    FOR_EACH_WITHIN(at, link_info) {
        if (type_of(at) == IFLA_INFO_KIND) take_text(state->kind, sizeof state->kind, at);
        if (type_of(at) == IFLA_INFO_SLAVE_KIND) take_text(state->master_kind, sizeof state->master_kind, at);
    }
    state->enslaved = shows_packets_of_its_ports(state->master_kind);
}

/* Names that find no room can't be used. */
static void take_alternatives(struct interface_state *state, const struct rtattr *list) {
    size_t used = 0;
    FOR_EACH_WITHIN(at, list) {
        size_t length = strnlen(RTA_DATA(at), RTA_PAYLOAD(at));
        if (type_of(at) != IFLA_ALT_IFNAME || used + length + 2 > sizeof state->alternatives) continue;
        memcpy(state->alternatives + used, RTA_DATA(at), length);
        used += length + 1;
    }
}

static void take_attribute(struct interface_state *state, const struct rtattr *attribute, bool *lower_is_elsewhere) {
    switch (type_of(attribute)) {
        case IFLA_IFNAME: take_text(state->name, sizeof state->name, attribute); break;
        case IFLA_MASTER: take_number(&state->master, attribute); break;
        case IFLA_LINK: take_number(&state->lower, attribute); break;
        case IFLA_LINK_NETNSID: *lower_is_elsewhere = true; break;
        case IFLA_LINKINFO: take_link_info(state, attribute); break;
        case IFLA_PROP_LIST: take_alternatives(state, attribute); break;
        default: break;
    }
}

static void take_link(void *context, const struct nlmsghdr *message) {
    const struct ifinfomsg *link = NLMSG_DATA(message);
    if (message->nlmsg_type != RTM_NEWLINK || message->nlmsg_len < NLMSG_LENGTH(sizeof *link)) return;
    struct interface_state *state = add(context);
    if (state == NULL) return;
    state->number = (unsigned)link->ifi_index;
    state->up = link->ifi_flags & IFF_UP;
    bool lower_is_elsewhere = false;
    for (const struct rtattr *at = NULL; (at = route_attribute(IFLA_RTA(link), IFLA_PAYLOAD(message), at)) != NULL;)
        take_attribute(state, at, &lower_is_elsewhere);
    if (lower_is_elsewhere) state->lower = 0;
}

static void forget_links(void *context) { ((struct interface_watch *)context)->count = 0; }

bool interface_watch_list(struct interface_watch *watch) {
    struct {
        struct nlmsghdr header;
        struct ifinfomsg interface;
        struct rtattr attribute;
        uint32_t left_out;
    } request = {.header = {.nlmsg_len = sizeof request, .nlmsg_type = RTM_GETLINK},
                 .interface = {.ifi_family = AF_UNSPEC},
                 .attribute = {.rta_len = RTA_LENGTH(sizeof(uint32_t)), .rta_type = IFLA_EXT_MASK},
                 .left_out = RTEXT_FILTER_SKIP_STATS};
    struct interface_watch fresh = {.news_fd = watch->news_fd, .list_fd = watch->list_fd};
    const struct route_reader reader = {.take = take_link, .restart = forget_links, .context = &fresh};
    bool listed = route_dump(watch->list_fd, &request.header, &reader);
    free(listed ? watch->all : fresh.all);
    if (listed) *watch = fresh;
    return listed;
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
