/* Packets that an interface, its driver or the queue behind it dropped, so that no capture could see them. */
#ifndef STREAMCHECKER_INTERFACE_DROPS_H
#define STREAMCHECKER_INTERFACE_DROPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Counters since the interface exists. */
struct interface_drops {
    unsigned number;
    uint64_t missed;   /* no room in the device */
    uint64_t unwanted; /* no room in the queue behind it, or nothing that takes them, which a capture sees */
    uint64_t backlog;  /* what the queues behind all interfaces had no room for, at the same reading */
};

struct drop_watch {
    int list_fd;
    int backlog_fd;
    uint64_t backlog;
    struct interface_drops *all;
    size_t count;
    size_t room;
};

/* Reads through a socket of interface_watch. */
void drop_watch_open(struct drop_watch *watch, int list_fd);

/* Reads all counters anew. False where the system does not tell them. */
bool drop_watch_read(struct drop_watch *watch);

/* Drops of an interface since an earlier reading, which becomes the newest one; another interface's count as new. */
uint64_t drop_watch_take(const struct drop_watch *watch, unsigned number, struct interface_drops *before);

#endif
