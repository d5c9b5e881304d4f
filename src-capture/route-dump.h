/* Questions to the kernel about interfaces, through a netlink socket (rtnetlink(7)). Linux only. */
#ifndef STREAMCHECKER_ROUTE_DUMP_H
#define STREAMCHECKER_ROUTE_DUMP_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Opens a socket that hears the news of these groups; 0 for one that only asks. -1 where it can't be had. */
int route_socket_open(uint32_t groups);

struct route_reader {
    void (*take)(void *context, const struct nlmsghdr *answer);
    /* Forgets what was taken: the answer starts again, as something changed in the midst of it. */
    void (*restart)(void *context);
    void *context;
};

/* Sends a request for a list and hands over its entries, all of one moment. False where it can't be had. */
bool route_dump(int fd, struct nlmsghdr *request, const struct route_reader *reader);

/* Walks over attributes: the first one, or the one after, or NULL where no whole one is left. */
const struct rtattr *route_attribute(const struct rtattr *first, size_t length, const struct rtattr *before);

#endif
