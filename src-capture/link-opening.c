#include "link-opening.h"

#include "clock.h"
#include "link-choice.h"

enum {
    /* As many rings have the size that was asked for; more of them share the memory of these. */
    FULL_RINGS = 32,
    LEAST_RING_BYTES = 512 << 10
};

void link_set_announce(struct link_set *set, const struct live_link *link) {
    send_interface(set->out, link->index, link->link_type, (uint32_t)pcap_snapshot(link->pcap), link->name);
}

static int ring_bytes(const struct link_set *set) {
    int asked = set->options->buffer_bytes;
    if (set->count <= FULL_RINGS || asked <= LEAST_RING_BYTES) return asked;
    int64_t share = (int64_t)asked * FULL_RINGS / set->count;
    return share < LEAST_RING_BYTES ? LEAST_RING_BYTES : (int)share;
}

static bool is_promiscuous(const struct link_set *set, const struct live_link *link,
                           const struct interface_state *state) {
    return set->options->promiscuous || (!link->named && state != NULL && link_choice_is_promiscuous(state));
}

static struct link_manner manner_of(const struct link_set *set, const struct live_link *link) {
    const struct interface_state *state = interface_watch_find(&set->watch, link->name);
    return (struct link_manner){.device = state != NULL ? state->name : link->name,
                                .filter = set->options->filter,
                                .promiscuous = is_promiscuous(set, link, state),
                                .snaplen = set->options->snaplen,
                                .buffer_bytes = ring_bytes(set)};
}

void link_set_admit(struct link_set *set, struct live_link *link) {
    link_filter_admit(&link->filter, link->pcap, link->number, set->watch.list_fd, &set->sums);
}

bool link_set_open(struct link_set *set, struct live_link *link, struct link_failure *failure) {
    const struct link_manner manner = manner_of(set, link);
    if (link_open(link, &manner, failure)) {
        link->phase = LINK_OPEN;
        link->down = false;
        link_set_admit(set, link);
        if (drop_watch_read(&set->drops)) drop_watch_take(&set->drops, link->number, &link->drops);
        link_set_announce(set, link);
        return true;
    }
    link->phase = LINK_WAITING;
    link->given_up = failure->code == PROBLEM_BAD_FILTER;
    link->retry_at_ms = steady_ms() + LINK_RETRY_MS;
    return false;
}
