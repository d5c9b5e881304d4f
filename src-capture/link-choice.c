#include "link-choice.h"

#include <string.h>

/* Stacks of interfaces are lower than this; it ends the search where the system's answer goes in circles. */
enum { MAX_STACK = 8 };

/* Kinds of interfaces whose packets pass the interface below, too, where they can be decoded. */
static bool is_view_of_lower(const char *kind) {
    static const char *const kinds[] = {"vlan", "macvlan", "macvtap", "ipvlan", "ipvtap", "xfrm", "dsa"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kind, kinds[i]) == 0) return true;
    return false;
}

static const struct interface_state *numbered(const struct interface_watch *watch, unsigned number) {
    for (size_t i = 0; number != 0 && i < watch->count; i++)
        if (watch->all[i].number == number) return &watch->all[i];
    return NULL;
}

static bool is_seen(const struct interface_watch *watch, const struct interface_state *state, int depth);

/* The members of a VRF have it as their master. */
static bool has_member_that_is_seen(const struct interface_watch *watch, unsigned number, int depth) {
    for (size_t i = 0; i < watch->count; i++)
        if (watch->all[i].master == number && is_seen(watch, &watch->all[i], depth + 1)) return true;
    return false;
}

static bool passes_one_that_is_seen(const struct interface_watch *watch, const struct interface_state *state,
                                    int depth) {
    if (depth == MAX_STACK) return false;
    if (strcmp(state->kind, "vrf") == 0) return has_member_that_is_seen(watch, state->number, depth);
    if (!is_view_of_lower(state->kind)) return false;
    const struct interface_state *lower = numbered(watch, state->lower);
    return lower != NULL && is_seen(watch, lower, depth + 1);
}

/* Whether its packets are captured, on itself or below. Not those of a port, which passes on some of them before its
 * bridge sees them: a VLAN upon a port is captured by itself. */
static bool is_seen(const struct interface_watch *watch, const struct interface_state *state, int depth) {
    return state->up && (!state->enslaved || passes_one_that_is_seen(watch, state, depth));
}

bool link_choice_is_automatic(const struct interface_watch *watch, const struct interface_state *state) {
    return state != NULL && state->up && !state->enslaved && !passes_one_that_is_seen(watch, state, 0);
}

bool link_choice_is_promiscuous(const struct interface_state *state) { return strcmp(state->kind, "bridge") == 0; }
