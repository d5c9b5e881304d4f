/* The machine's network interfaces, and the news that something about them changed. */
#ifndef STREAMCHECKER_INTERFACE_WATCH_H
#define STREAMCHECKER_INTERFACE_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { INTERFACE_NAME_BYTES = 256, KIND_BYTES = 16, ALTERNATIVES_BYTES = 512 };

struct interface_state {
    char name[INTERFACE_NAME_BYTES];
    char alternatives[ALTERNATIVES_BYTES]; /* further names, each with its terminator; an empty one is the end */
    unsigned number; /* the system's; another one when an interface of the same name was made anew */
    unsigned lower;  /* number of the interface that its packets pass, too; 0 for none, or for one elsewhere */
    bool up;
    bool enslaved;    /* to a bridge, bond or team, which sees its packets too */
    unsigned master;  /* number of the interface that it is enslaved to; 0 for none */
    char kind[KIND_BYTES];        /* bridge, vlan, macvlan and so on; empty for hardware */
    char master_kind[KIND_BYTES]; /* bridge, bond, team, vrf and so on */
};

struct interface_watch {
    int news_fd; /* readable when something changed; -1 where the system tells nothing */
    int list_fd; /* for questions; -1 where the system can't be asked */
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

/* The interface that has this name, or this alternative name, in the last list, or NULL. */
const struct interface_state *interface_watch_find(const struct interface_watch *watch, const char *name);

#endif
