#include "file-filter.h"

#include <stdio.h>

#include "capture-file.h"

/* The number by which pcap_compile() knows a link type of a file. */
static int datalink_of(uint16_t link_type) {
    switch (link_type) {
        case LINK_RAW_BSD:
        case LINK_RAW_OPENBSD:
        case LINK_RAW:
            return DLT_RAW;
        case LINK_LOOP: return DLT_LOOP;
        default: return link_type;
    }
}

static bool fail(struct file_filter *filter, const char *reason) {
    snprintf(filter->error, sizeof filter->error, "%s", reason);
    return false;
}

static bool compile(struct file_filter *filter, uint16_t link_type) {
    if (filter->count == MAX_FILTER_PROGRAMS) return fail(filter, "the file has too many link types");
    pcap_t *blank = pcap_open_dead(datalink_of(link_type), MAX_CAPTURED);
    if (blank == NULL) return fail(filter, "not enough memory");
    struct bpf_program *program = &filter->programs[filter->count].program;
    bool compiled = pcap_compile(blank, program, filter->expression, 1, PCAP_NETMASK_UNKNOWN) == 0;
    if (!compiled) fail(filter, pcap_geterr(blank));
    pcap_close(blank);
    if (!compiled) return false;
    filter->programs[filter->count].link_type = link_type;
    filter->last = filter->count++;
    return true;
}

bool file_filter_prepare(struct file_filter *filter, uint16_t link_type) {
    if (filter->expression == NULL) return true;
    for (uint32_t i = 0; i < filter->count; i++) {
        if (filter->programs[i].link_type != link_type) continue;
        filter->last = i;
        return true;
    }
    return compile(filter, link_type);
}

void file_filter_prepare_all(struct file_filter *filter) {
    static const uint16_t decoded[] = {LINK_NULL, LINK_ETHERNET, LINK_PPP,  LINK_RAW_BSD, LINK_RAW_OPENBSD,
                                       LINK_RAW,  LINK_LOOP,     LINK_COOKED, LINK_IPV4,  LINK_IPV6,
                                       LINK_COOKED_V2};
    for (size_t i = 0; i < sizeof decoded / sizeof *decoded; i++) file_filter_prepare(filter, decoded[i]);
}

enum filter_result file_filter_apply(struct file_filter *filter, const struct captured *record) {
    if (filter->expression == NULL) return FILTER_PASS;
    bool same = filter->count > 0 && filter->programs[filter->last].link_type == record->link_type;
    if (!same && !file_filter_prepare(filter, record->link_type)) return FILTER_BAD;
    struct pcap_pkthdr header = {.caplen = record->captured, .len = record->original};
    const struct bpf_program *program = &filter->programs[filter->last].program;
    return pcap_offline_filter(program, &header, record->data) != 0 ? FILTER_PASS : FILTER_REJECT;
}

void file_filter_close(struct file_filter *filter) {
    for (uint32_t i = 0; i < filter->count; i++) pcap_freecode(&filter->programs[i].program);
}
