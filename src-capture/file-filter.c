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

static bool host_is_big_endian(void) {
    const uint16_t one = 1;
    return *(const uint8_t *)&one == 0;
}

static bool fail(struct file_filter *filter, const char *reason) {
    snprintf(filter->error, sizeof filter->error, "%s", reason);
    return false;
}

/*
 * A handle as for a file of the BSDs: only of a file pcap_compile() knows that the address families of IPv6 differ
 * among them, and that the family may stand in the other byte order.
 */
static pcap_t *open_bsd_file(uint16_t link_type, bool big_endian) {
    struct pcap_file_header header = {.magic = 0xa1b2c3d4, .version_major = 2, .version_minor = 4};
    header.snaplen = MAX_CAPTURED;
    header.linktype = link_type;
    if (big_endian != host_is_big_endian()) {
        header.magic = __builtin_bswap32(header.magic);
        header.version_major = __builtin_bswap16(header.version_major);
        header.version_minor = __builtin_bswap16(header.version_minor);
        header.snaplen = __builtin_bswap32(header.snaplen);
        header.linktype = __builtin_bswap32(header.linktype);
    }
    FILE *file = fmemopen(&header, sizeof header, "rb");
    if (file == NULL) return NULL;
    char error[PCAP_ERRBUF_SIZE];
    pcap_t *opened = pcap_fopen_offline(file, error);
    if (opened == NULL) fclose(file);
    return opened;
}

static pcap_t *open_blank(uint16_t link_type, bool big_endian) {
    if (link_type == LINK_NULL || link_type == LINK_LOOP) return open_bsd_file(link_type, big_endian);
    return pcap_open_dead(datalink_of(link_type), MAX_CAPTURED);
}

static bool compile(struct file_filter *filter, uint16_t link_type, bool big_endian) {
    if (filter->count == MAX_FILTER_PROGRAMS) return fail(filter, "the file has too many link types");
    pcap_t *blank = open_blank(link_type, big_endian);
    if (blank == NULL) return fail(filter, "not enough memory");
    struct bpf_program *program = &filter->programs[filter->count].program;
    bool compiled = pcap_compile(blank, program, filter->expression, 1, PCAP_NETMASK_UNKNOWN) == 0;
    if (!compiled) fail(filter, pcap_geterr(blank));
    pcap_close(blank);
    if (!compiled) return false;
    filter->programs[filter->count].link_type = link_type;
    filter->programs[filter->count].big_endian = big_endian;
    filter->last = filter->count++;
    return true;
}

/* Remembers that nothing of this link type passes. */
static void give_up(struct file_filter *filter, uint16_t link_type, bool big_endian) {
    if (filter->count == MAX_FILTER_PROGRAMS) return;
    filter->programs[filter->count].link_type = link_type;
    filter->programs[filter->count].big_endian = big_endian;
    filter->programs[filter->count].program = (struct bpf_program){0};
    filter->last = filter->count++;
}

static bool is_program(const struct file_filter *filter, uint32_t i, uint16_t link_type, bool big_endian) {
    return filter->programs[i].link_type == link_type && filter->programs[i].big_endian == big_endian;
}

bool file_filter_prepare(struct file_filter *filter, uint16_t link_type, bool big_endian) {
    if (filter->expression == NULL) return true;
    for (uint32_t i = 0; i < filter->count; i++) {
        if (!is_program(filter, i, link_type, big_endian)) continue;
        filter->last = i;
        return true;
    }
    return compile(filter, link_type, big_endian);
}

void file_filter_prepare_all(struct file_filter *filter) {
    static const uint16_t decoded[] = {
        LINK_ETHERNET,    LINK_PPP,   LINK_PPP_HDLC, LINK_RAW_BSD, LINK_RAW_OPENBSD, LINK_RAW,       LINK_CISCO_HDLC,
        LINK_LOOP,        LINK_COOKED, LINK_IPNET,   LINK_IPV4,    LINK_IPV6,        LINK_NFLOG,     LINK_IPOIB,
        LINK_PKTAP,       LINK_COOKED_V2, LINK_DSA_BRCM, LINK_DSA_BRCM_PREPEND, LINK_DSA, LINK_DSA_EDSA};
    for (size_t i = 0; i < sizeof decoded / sizeof *decoded; i++) file_filter_prepare(filter, decoded[i], false);
    file_filter_prepare(filter, LINK_NULL, false);
    file_filter_prepare(filter, LINK_NULL, true);
}

/* The family of a NULL frame is in the byte order of who wrote it, and below 65,536. */
static bool is_big_endian(const struct captured *record) {
    return record->link_type == LINK_NULL && record->captured >= 4 && record->data[0] == 0 && record->data[1] == 0;
}

enum filter_result file_filter_apply(struct file_filter *filter, const struct captured *record) {
    if (filter->expression == NULL) return FILTER_PASS;
    bool big_endian = is_big_endian(record);
    bool same = filter->count > 0 && is_program(filter, filter->last, record->link_type, big_endian);
    if (!same && !file_filter_prepare(filter, record->link_type, big_endian)) {
        give_up(filter, record->link_type, big_endian);
        return FILTER_BAD;
    }
    struct pcap_pkthdr header = {.caplen = record->captured, .len = record->original};
    const struct bpf_program *program = &filter->programs[filter->last].program;
    if (program->bf_insns == NULL) return FILTER_REJECT;
    return pcap_offline_filter(program, &header, record->data) != 0 ? FILTER_PASS : FILTER_REJECT;
}

void file_filter_close(struct file_filter *filter) {
    for (uint32_t i = 0; i < filter->count; i++) pcap_freecode(&filter->programs[i].program);
}
