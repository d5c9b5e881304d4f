#include "live-link.h"

#include <stdio.h>

#include "clock.h"
#include "link-filter.h"

#ifdef __linux__
#include <linux/filter.h>
#include <sys/socket.h>
#endif

enum {
    READ_TIMEOUT_MS = 100,
    /* The kernel hands over a block READ_TIMEOUT_MS after its first packet, by a timer that may be late. */
    HELD_BACK_MS = 2 * READ_TIMEOUT_MS
};

static void on_record(u_char *context, const struct pcap_pkthdr *header, const u_char *data) {
    struct live_link *link = (struct live_link *)context;
    struct captured captured = {.link_type = link->link_type,
                                .captured = header->caplen,
                                .original = header->len,
                                .data = data,
                                .time_us = meter_time_us(header->ts.tv_sec, header->ts.tv_usec)};
    link->newest_us = captured.time_us;
    meter_record(link->meter, &link->stats, link->index, &captured);
}

static bool refuse(struct live_link *link, struct link_failure *failure, enum problem_code code, const char *reason) {
    failure->code = code;
    snprintf(failure->text, sizeof failure->text, "%.255s: %.500s", link->name, reason);
    if (link->pcap != NULL) pcap_close(link->pcap);
    link->pcap = NULL;
    return false;
}

static enum problem_code code_of(int status) {
    switch (status) {
        case PCAP_ERROR_PERM_DENIED:
        case PCAP_ERROR_PROMISC_PERM_DENIED:
            return PROBLEM_NOT_PERMITTED;
        case PCAP_ERROR_NO_SUCH_DEVICE: return PROBLEM_NO_INTERFACE;
        default: return PROBLEM_FAILED;
    }
}

/* Not in immediate mode: only so does Linux hand over whole blocks of its ring. */
static int activate(pcap_t *pcap, const struct options *options) {
    pcap_set_snaplen(pcap, options->snaplen);
    pcap_set_promisc(pcap, options->promiscuous);
    pcap_set_timeout(pcap, READ_TIMEOUT_MS);
    pcap_set_buffer_size(pcap, options->buffer_bytes);
    return pcap_activate(pcap);
}

bool link_open(struct live_link *link, const struct options *options, struct link_failure *failure) {
    char error[PCAP_ERRBUF_SIZE] = "";
    link->pcap = pcap_create(link->name, error);
    if (link->pcap == NULL) return refuse(link, failure, PROBLEM_FAILED, error);
    int status = activate(link->pcap, options);
    if (status < 0) {
        const char *detail = pcap_geterr(link->pcap);
        return refuse(link, failure, code_of(status), *detail ? detail : pcap_statustostr(status));
    }
    if (!link_filter_set(link->pcap, link->name, options->filter))
        return refuse(link, failure, PROBLEM_BAD_FILTER, pcap_geterr(link->pcap));
    if (pcap_setnonblock(link->pcap, 1, error) != 0) return refuse(link, failure, PROBLEM_FAILED, error);
    link->fd = pcap_get_selectable_fd(link->pcap);
    if (link->fd < 0) return refuse(link, failure, PROBLEM_FAILED, "can't be waited for");
    link->link_type = record_link_type(pcap_datalink(link->pcap));
    link->kernel = (struct pcap_stat){0};
    link->from_ms = link->to_ms = wall_ms();
    link->newest_us = link->left_ms = 0;
    return true;
}

int link_read(struct live_link *link, int most) {
    return pcap_dispatch(link->pcap, most, on_record, (u_char *)link);
}

/* What comes to light only later than it should is not taken for covered: the clock may be set back. */
void link_note_reached(struct live_link *link, bool empty) {
    int64_t now_ms = wall_ms();
    int64_t to_ms = empty ? now_ms - HELD_BACK_MS : link->newest_us / 1000;
    bool set_back = now_ms < link->to_ms;
    if (set_back || to_ms > link->to_ms) link->to_ms = to_ms;
    if (set_back) link->from_ms = to_ms;
    if (link->left_ms != 0 && link->to_ms > link->left_ms) link->to_ms = link->left_ms;
}

struct report_times link_take_times(struct live_link *link) {
    struct report_times times = {.at_ms = wall_ms(),
                                 .from_ms = link->from_ms,
                                 .to_ms = link->to_ms,
                                 .steady_ms = steady_ms(),
                                 .boot_ms = boot_ms()};
    link->from_ms = link->to_ms;
    return times;
}

/* Not through libpcap, whose filter would also be applied to what is in the ring. */
void link_refuse_packets(struct live_link *link) {
    if (link->left_ms == 0) link->left_ms = wall_ms();
#ifdef __linux__
    struct sock_filter refuse_all = {.code = BPF_RET | BPF_K, .k = 0};
    struct sock_fprog program = {.len = 1, .filter = &refuse_all};
    setsockopt(pcap_fileno(link->pcap), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
#else
    (void)link;
#endif
}

void link_update_stats(struct live_link *link) {
    struct pcap_stat now;
    if (link->pcap == NULL || pcap_stats(link->pcap, &now) != 0) return;
    link->stats.kernel_received += (uint32_t)(now.ps_recv - link->kernel.ps_recv);
    link->stats.kernel_dropped += (uint32_t)(now.ps_drop - link->kernel.ps_drop);
    link->stats.interface_dropped += (uint32_t)(now.ps_ifdrop - link->kernel.ps_ifdrop);
    link->kernel = now;
}

void link_close(struct live_link *link) {
    if (link->pcap == NULL) return;
    link_update_stats(link);
    pcap_close(link->pcap);
    link->pcap = NULL;
}
