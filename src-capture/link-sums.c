#include "link-sums.h"

#include "link-opening.h"

static struct live_link *find(struct link_set *set, unsigned number) {
    for (uint16_t i = 0; i < set->count; i++)
        if (set->links[i].pcap != NULL && set->links[i].number == number) return &set->links[i];
    return NULL;
}

static void take(void *context, const struct kernel_sum *sum) {
    struct link_set *set = context;
    struct live_link *link = find(set, sum->interface);
    const struct record record = {.family = sum->family, .bytes = sum->bytes, .addresses = sum->addresses};
    if (link == NULL) return;
    meter_sum(set->meter, &link->stats, link->index, sum->start_ms * 1000, &record, sum->packets);
    link->stats.kernel_received += sum->packets;
}

static uint32_t room(void *context) { return (uint32_t)link_set_share(context); }

void link_sums_open(struct link_set *set) {
    struct sums_refusal refusal;
    if (!set->options->kernel_sums || kernel_sums_open(&set->sums, set->options, &refusal)) return;
    enum problem_code code = refusal.not_permitted ? PROBLEM_NOT_PERMITTED : PROBLEM_NO_KERNEL_SUMS;
    send_problem(set->out, NO_INTERFACE, SEVERITY_WARNING, code, refusal.text);
}

bool link_sums_are_made(const struct link_set *set) { return set->sums.memory != NULL; }

void link_sums_take(struct link_set *set) {
    const struct sum_taker taker = {.take = take, .room = room, .context = set};
    if (!kernel_sums_take(&set->sums, &taker)) return;
    for (uint16_t i = 0; i < set->count; i++)
        if (set->links[i].phase == LINK_OPEN) link_set_admit(set, &set->links[i]);
}

bool link_sums_settle(struct link_set *set) {
    const struct sum_taker taker = {.take = take, .room = room, .context = set};
    return kernel_sums_settle(&set->sums, &taker);
}

int64_t link_sums_settle_ms(const struct link_set *set) { return kernel_sums_settle_ms(&set->sums); }

int64_t link_sums_reached_ms(const struct link_set *set) { return kernel_sums_reached_ms(&set->sums); }
