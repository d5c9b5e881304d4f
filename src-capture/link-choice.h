/* Which interfaces `auto` captures, so that it sees every packet and none twice. */
#ifndef STREAMCHECKER_LINK_CHOICE_H
#define STREAMCHECKER_LINK_CHOICE_H

#include "interface-watch.h"

/* Whether `auto` captures an interface: it is up, no port of a bridge, bond or team, and what it sees does not pass
 * another one that is captured (a VLAN, macvlan and so on upon it). */
bool link_choice_is_automatic(const struct interface_watch *watch, const struct interface_state *state);

/* Whether `auto` must capture it promiscuously: a bridge, as its ports are left out, shows what it forwards only so. */
bool link_choice_is_promiscuous(const struct interface_state *state);

#endif
