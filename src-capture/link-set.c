#include "link-set.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "link-choice.h"
#include "link-opening.h"
#include "link-sums.h"

enum {
    /* Even without news: these can get lost, and not every system has them. */
    LOOK_MS = 1000,
    /* Between two looks, however many news there are. */
    LOOK_PAUSE_MS = 50,
    /* Within this time the kernel hands over the block that it was filling when an interface went. */
    LEAVE_MS = 200,
    /* Records read at a time, so that one busy link can't starve the others or the timer. */
    READ_SHARE = 50000,
    /* Links whose addresses are looked at anew with each look at the interfaces. */
    REFRESHED_AT_A_LOOK = 8
};

static void tell(struct link_set *set, const struct live_link *link, enum problem_code code, const char *what) {
    char text[2 * INTERFACE_NAME_BYTES + PCAP_ERRBUF_SIZE];
    snprintf(text, sizeof text, "%s: %.255s", link->name, what);
    send_problem(set->out, link->index, SEVERITY_WARNING, code, text);
}

/* An interface that was named should be there; one that `auto` chose may well be gone. */
static void tell_of_change(struct link_set *set, const struct live_link *link, const char *what) {
    tell(set, link, link->named ? PROBLEM_FAILED : PROBLEM_NO_INTERFACE, what);
}

/* Does not count any more what comes from now on, but still what came before. */
static void leave(struct live_link *link, enum link_phase next) {
    link_refuse_packets(link);
    link->phase = LINK_LEAVING;
    link->after_leaving = next;
    link->retry_at_ms = steady_ms() + LEAVE_MS;
}

/* Of a full table that finds no room in the output, either, nothing is thrown away: what comes waits in the rings. */
int link_set_share(const struct link_set *set) {
    if (output_has_room_for_table(set->out)) return READ_SHARE;
    uint32_t room = meter_room(set->meter);
    return room < READ_SHARE ? (int)room : READ_SHARE;
}

bool link_set_may_read(const struct link_set *set) { return link_set_share(set) > 0; }

static void finish_leaving(struct link_set *set, struct live_link *link) {
    for (int share; (share = link_set_share(set)) > 0 && link_read(link, share) > 0;) continue;
    if (!link_set_may_read(set) || !link_sums_settle(set)) return;
    link->to_ms = link->left_ms;
    link_close(link, &set->drops);
    link->phase = link->after_leaving;
    link->retry_at_ms = steady_ms() + LINK_RETRY_MS;
    link->unsent = true;
    set->stale = true;
}

static void depart(struct link_set *set, struct live_link *link, const char *why) {
    tell_of_change(set, link, why);
    link->was_up = false;
    leave(link, link->named ? LINK_WAITING : LINK_VACANT);
}

static bool is_gone(const struct live_link *link, const struct interface_state *state) {
    return link->number != 0 && (state == NULL || state->number != link->number);
}

static void check_open(struct link_set *set, struct live_link *link, const struct interface_state *state) {
    if (is_gone(link, state)) depart(set, link, "the interface is gone");
    else if (!link->named && state != NULL && state->enslaved)
        depart(set, link, "the interface is part of a bridge, bond or team now, which is captured instead");
    else if (!link->named && state != NULL && state->up && !link_choice_is_automatic(&set->watch, state))
        depart(set, link, "what the interface sees passes another one now, which is captured instead");
    else if (state != NULL && link->down == state->up) {
        link->down = !state->up;
        if (link->down) tell_of_change(set, link, "the interface is down");
        else link_set_announce(set, link);
    }
}

/* One that comes up is tried at once. One that `auto` does not choose any more is let go. */
static void check_waiting(struct link_set *set, struct live_link *link, const struct interface_state *state) {
    bool up = state != NULL && state->up;
    if (up && !link->was_up) link->retry_at_ms = 0;
    link->was_up = up;
    if (link->named || link_choice_is_automatic(&set->watch, state)) return;
    tell_of_change(set, link, "the interface is gone or down");
    link->phase = LINK_VACANT;
}

static struct live_link *find(struct link_set *set, const char *name) {
    for (uint16_t i = 0; i < set->count; i++)
        if (strcmp(set->links[i].name, name) == 0) return &set->links[i];
    return NULL;
}

/* The link of an interface, whichever of its names it has. */
static struct live_link *find_for(struct link_set *set, const struct interface_state *state) {
    struct live_link *found = find(set, state->name);
    for (const char *name = state->alternatives; found == NULL && *name != '\0'; name += strlen(name) + 1)
        found = find(set, name);
    return found;
}

/* A place for another interface: a new one, or one whose interface is gone and whose sums were all sent. */
static struct live_link *find_room(struct link_set *set) {
    if (set->count < MAX_LINKS) return &set->links[set->count++];
    for (uint16_t i = 0; i < set->count; i++)
        if (set->links[i].phase == LINK_VACANT && !set->links[i].unsent) return &set->links[i];
    return NULL;
}

static struct live_link *add(struct link_set *set, const char *name, bool named) {
    struct live_link *link = find_room(set);
    if (link == NULL) return NULL;
    *link = (struct live_link){.index = (uint16_t)(link - set->links), .named = named, .meter = set->meter};
    snprintf(link->name, sizeof link->name, "%s", name);
    return link;
}

static void open_first(struct link_set *set, struct live_link *link) {
    struct link_failure failure = {.code = 0};
    if (link == NULL || link_set_open(set, link, &failure)) return;
    link->was_up = true;
    send_problem(set->out, link->index, SEVERITY_WARNING, failure.code, failure.text);
}

/* Told once, as long as it is so. */
static void tell_if_full(struct link_set *set, size_t left_out) {
    char text[PCAP_ERRBUF_SIZE];
    if (left_out > 0 && !set->told_full) {
        snprintf(text, sizeof text, "%zu more interfaces are up than can be captured at once, which are %d", left_out, MAX_LINKS);
        send_problem(set->out, NO_INTERFACE, SEVERITY_WARNING, PROBLEM_FAILED, text);
    }
    set->told_full = left_out > 0;
}

/* An interface that was there before keeps its index. */
static void adopt_new(struct link_set *set) {
    size_t left_out = 0;
    for (size_t i = 0; i < set->watch.count; i++) {
        const struct interface_state *state = &set->watch.all[i];
        if (!link_choice_is_automatic(&set->watch, state)) continue;
        struct live_link *known = find_for(set, state);
        if (known == NULL && (known = add(set, state->name, false)) != NULL) open_first(set, known);
        else if (known == NULL) left_out++;
        else if (known->phase == LINK_VACANT) open_first(set, known);
    }
    tell_if_full(set, left_out);
}

/* Whom an interface receives for may change without news: some links at a time are asked, in turn. */
static void refresh_addresses(struct link_set *set) {
    for (uint16_t i = 0; i < REFRESHED_AT_A_LOOK && i < set->count; i++) {
        set->refreshed = (uint16_t)((set->refreshed + 1) % set->count);
        struct live_link *link = &set->links[set->refreshed];
        if (link->phase == LINK_OPEN) link_set_admit(set, link);
    }
}

static void look(struct link_set *set) {
    set->stale = false;
    set->looked_at_ms = steady_ms();
    if (!interface_watch_list(&set->watch)) return;
    for (uint16_t i = 0; i < set->count; i++) {
        struct live_link *link = &set->links[i];
        const struct interface_state *state = interface_watch_find(&set->watch, link->name);
        if (link->phase == LINK_OPEN) check_open(set, link, state);
        else if (link->phase == LINK_WAITING) check_waiting(set, link, state);
    }
    if (set->options->automatic) adopt_new(set);
    refresh_addresses(set);
}

/* Whether there was something to do. */
static bool keep_link(struct link_set *set, struct live_link *link, int64_t now) {
    struct link_failure known;
    bool waits = link->phase == LINK_WAITING && !link->given_up;
    if (now < link->retry_at_ms || (!waits && link->phase != LINK_LEAVING)) return false;
    if (waits) link_set_open(set, link, &known);
    else finish_leaving(set, link);
    return true;
}

/* One link at a time, as opening and closing can take tens of milliseconds: the others are read in between. */
void link_set_keep(struct link_set *set) {
    int64_t now = steady_ms();
    if (!output_has_room_for_news(set->out)) return;
    if (now >= set->looked_at_ms + (set->stale ? LOOK_PAUSE_MS : LOOK_MS)) look(set);
    for (uint16_t i = 0; i < set->count; i++)
        if (keep_link(set, &set->links[i], now)) break;
    output_push(set->out);
}

int64_t link_set_wait_ms(const struct link_set *set) {
    if (!output_has_room_for_news(set->out)) return INT64_MAX;
    int64_t now = steady_ms(), due = set->looked_at_ms + (set->stale ? LOOK_PAUSE_MS : LOOK_MS);
    for (uint16_t i = 0; i < set->count; i++) {
        const struct live_link *link = &set->links[i];
        bool waits = link->phase == LINK_LEAVING || (link->phase == LINK_WAITING && !link->given_up);
        if (waits && link->retry_at_ms < due) due = link->retry_at_ms;
    }
    return due > now ? due - now : 0;
}

/* libpcap's word for an interface that vanished differs by version: the list knows. */
static void fail(struct link_set *set, struct live_link *link) {
    bool listed = interface_watch_list(&set->watch);
    if (listed && is_gone(link, interface_watch_find(&set->watch, link->name))) {
        depart(set, link, "the interface is gone");
        return;
    }
    tell(set, link, PROBLEM_FAILED, pcap_geterr(link->pcap));
    link->was_up = true;
    leave(link, LINK_WAITING);
}

int link_set_read(struct link_set *set, struct live_link *link) {
    int share = link_set_share(set);
    if (link->pcap == NULL || share == 0) return 0;
    int records = link_read(link, share);
    if (records < 0 && link->phase == LINK_OPEN) fail(set, link);
    return records < 0 ? 0 : records;
}

void link_set_drain(struct link_set *set, int64_t limit_ms) {
    link_sums_take(set);
    int64_t until = steady_ms() + limit_ms;
    for (uint16_t i = 0; i < set->count; i++) {
        struct live_link *link = &set->links[i];
        int records;
        while ((records = link_set_read(set, link)) > 0 && steady_ms() < until) continue;
        if (link->pcap != NULL) link_note_reached(link, records == 0 && link_set_may_read(set), link_sums_reached_ms(set));
    }
}

void link_set_refuse_packets(struct link_set *set) {
    for (uint16_t i = 0; i < set->count; i++)
        if (set->links[i].phase == LINK_OPEN) link_refuse_packets(&set->links[i]);
}

void link_set_send_stats(struct link_set *set) {
    bool drops_known = drop_watch_read(&set->drops);
    for (uint16_t i = 0; i < set->count; i++) {
        struct live_link *link = &set->links[i];
        if (link->phase == LINK_VACANT && !link->unsent) continue;
        link_update_stats(link, &set->drops);
        struct report_times times = link_take_times(link);
        times.counts_drops = drops_known;
        send_stats(set->out, link->index, &times, &link->stats);
        link->stats = (struct stats){0};
        link->unsent = false;
    }
}

/* Opens a link of the start, where failures are told only once it is known that another one could be opened. */
static bool start_link(struct link_set *set, struct live_link *link, struct link_failure *failure) {
    *failure = (struct link_failure){.code = 0};
    if (link == NULL || link_set_open(set, link, failure)) return link != NULL;
    if (set->failure.code == 0) set->failure = *failure;
    return false;
}

uint16_t link_set_start(struct link_set *set, const struct options *options, struct output *out, struct meter *meter) {
    static struct link_failure failures[MAX_LINKS];
    uint16_t opened = 0;
    size_t left_out = 0;
    *set = (struct link_set){.options = options, .out = out, .meter = meter, .looked_at_ms = steady_ms()};
    link_sums_open(set);
    interface_watch_open(&set->watch);
    drop_watch_open(&set->drops, set->watch.list_fd);
    bool listed = interface_watch_list(&set->watch);
    for (uint16_t i = 0; i < options->interface_count; i++) add(set, options->interfaces[i], true);
    for (size_t i = 0; options->automatic && listed && i < set->watch.count; i++) {
        const struct interface_state *state = &set->watch.all[i];
        if (!link_choice_is_automatic(&set->watch, state) || find_for(set, state) != NULL) continue;
        if (add(set, state->name, false) == NULL) left_out++;
    }
    for (uint16_t i = 0; i < set->count; i++) opened += start_link(set, &set->links[i], &failures[i]);
    for (uint16_t i = 0; opened > 0 && i < set->count; i++) {
        if (failures[i].code == 0) continue;
        send_problem(out, i, SEVERITY_WARNING, failures[i].code, failures[i].text);
        const struct interface_state *state = interface_watch_find(&set->watch, set->links[i].name);
        set->links[i].was_up = state != NULL && state->up;
    }
    if (opened > 0) tell_if_full(set, left_out);
    return opened;
}

void link_set_close(struct link_set *set) {
    for (uint16_t i = 0; i < set->count; i++) link_close(&set->links[i], &set->drops);
}
