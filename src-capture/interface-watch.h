/* The machine's network interfaces, and the news that something about them changed. */
#ifndef STREAMCHECKER_INTERFACE_WATCH_H
#define STREAMCHECKER_INTERFACE_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { INTERFACE_NAME_BYTES = 256, KIND_BYTES = 16 };

struct interface_state {
    char name[INTERFACE_NAME_BYTES];
    unsigned number; /* the system's; another one when an interface of the same name was made anew */
    bool up;
    bool enslaved;    /* to a bridge, bond or team, which sees its packets too */
    unsigned master;  /* number of the interface that it is enslaved to; 0 for none */
    char master_kind[KIND_BYTES]; /* bridge, bond, team, vrf and so on */
};

struct interface_watch {
    int news_fd; /* readable when something changed; -1 where the system tells nothing */
    int list_fd;
    uint32_t sequence;
    struct interface_state *all; /* as last listed */
    size_t count;
    size_t room;
};

/* Where the system can't be asked, every listing fails. */
void interface_watch_open(struct interface_watch *watch);

/* Takes the news, so that the next ones can be waited for. */
void interface_watch_take_news(struct interface_watch *watch);

/* Lists all interfaces anew. False, with the list as it was, where they can't be listed. */
bool interface_watch_list(struct interface_watch *watch);

/* The interface of this name in the last list, or NULL. */
const struct interface_state *interface_watch_find(const struct interface_watch *watch, const char *name);

#endif
