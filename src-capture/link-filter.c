#include "link-filter.h"

enum { MAX_PROGRAMS = 16 };

struct compiled {
    int link_type;
    struct bpf_program program;
};

/* One process has one filter. */
static struct compiled kept[MAX_PROGRAMS];
static int kept_count;

static struct compiled *find(int link_type) {
    for (int i = 0; i < kept_count; i++)
        if (kept[i].link_type == link_type) return &kept[i];
    return NULL;
}

bool link_filter_set(pcap_t *pcap, const char *expression) {
    struct compiled fresh = {.link_type = pcap_datalink(pcap)};
    struct compiled *known = find(fresh.link_type);
    if (known != NULL) return pcap_setfilter(pcap, &known->program) == 0;
    if (pcap_compile(pcap, &fresh.program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0) return false;
    bool set = pcap_setfilter(pcap, &fresh.program) == 0;
    if (set && kept_count < MAX_PROGRAMS) kept[kept_count++] = fresh;
    else pcap_freecode(&fresh.program);
    return set;
}
