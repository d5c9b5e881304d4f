#include "link-filter.h"

#include <stdlib.h>

#ifdef __linux__
#include "kernel-filter.h"
#endif

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

static bool set(struct link_filter *filter, pcap_t *pcap, struct bpf_program *program, bool admits_all) {
    if (program != NULL && pcap_setfilter(pcap, program) != 0) return false;
    filter->admits_all = admits_all;
#ifdef __linux__
    return kernel_filter_take(filter, pcap);
#else
    return true;
#endif
}

bool link_filter_set(struct link_filter *filter, pcap_t *pcap, const char *expression, bool admits_all) {
    if (expression == NULL) return set(filter, pcap, NULL, admits_all);
    struct compiled fresh = {.link_type = pcap_datalink(pcap)};
    struct compiled *known = find(fresh.link_type);
    if (known != NULL) return set(filter, pcap, &known->program, admits_all);
    if (pcap_compile(pcap, &fresh.program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0) return false;
    bool usable = set(filter, pcap, &fresh.program, admits_all);
    if (usable && kept_count < MAX_PROGRAMS) kept[kept_count++] = fresh;
    else pcap_freecode(&fresh.program);
    return usable;
}

void link_filter_admit(struct link_filter *filter, pcap_t *pcap, unsigned number, int list_fd,
                       const struct kernel_sums *sums) {
#ifdef __linux__
    kernel_filter_admit(filter, pcap, number, list_fd, sums);
#else
    (void)filter, (void)pcap, (void)number, (void)list_fd, (void)sums;
#endif
}

void link_filter_close(struct link_filter *filter) {
    free(filter->program);
    filter->program = NULL;
}
