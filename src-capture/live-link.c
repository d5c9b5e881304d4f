#include "live-link.h"

#include <stdio.h>

#include "clock.h"

#include <net/if.h>

#ifdef __linux__
#include <linux/filter.h>
#include <linux/if_packet.h>
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
    link_filter_close(&link->filter);
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

#ifdef __linux__

/* Of the interface that was opened, even if another one has its name by now. */
static unsigned number_of(const struct live_link *link) {
    struct sockaddr_ll bound = {.sll_ifindex = 0};
    socklen_t length = sizeof bound;
    int status = getsockname(pcap_fileno(link->pcap), (struct sockaddr *)&bound, &length);
    return status == 0 ? (unsigned)bound.sll_ifindex : if_nametoindex(link->name);
}

/* Not through libpcap, which would look for drops in two files each time its counters are read. */
static void be_promiscuous(const struct live_link *link) {
    struct packet_mreq request = {.mr_ifindex = (int)link->number, .mr_type = PACKET_MR_PROMISC};
    setsockopt(pcap_fileno(link->pcap), SOL_PACKET, PACKET_ADD_MEMBERSHIP, &request, sizeof request);
}

enum { LIBPCAP_IS_PROMISCUOUS = 0 };

#else

static unsigned number_of(const struct live_link *link) { return if_nametoindex(link->name); }

static void be_promiscuous(const struct live_link *link) { (void)link; }

enum { LIBPCAP_IS_PROMISCUOUS = 1 };

#endif

/* Not in immediate mode: only so does Linux hand over whole blocks of its ring. */
static int activate(pcap_t *pcap, const struct link_manner *manner) {
    pcap_set_snaplen(pcap, manner->snaplen);
    pcap_set_promisc(pcap, LIBPCAP_IS_PROMISCUOUS && manner->promiscuous);
    pcap_set_timeout(pcap, READ_TIMEOUT_MS);
    pcap_set_buffer_size(pcap, manner->buffer_bytes);
    return pcap_activate(pcap);
}

bool link_open(struct live_link *link, const struct link_manner *manner, struct link_failure *failure) {
    char error[PCAP_ERRBUF_SIZE] = "";
    link->pcap = pcap_create(manner->device, error);
    if (link->pcap == NULL) return refuse(link, failure, PROBLEM_FAILED, error);
    int status = activate(link->pcap, manner);
    if (status < 0) {
        const char *detail = pcap_geterr(link->pcap);
        return refuse(link, failure, code_of(status), *detail ? detail : pcap_statustostr(status));
    }
    link->number = number_of(link);
    if (manner->promiscuous) be_promiscuous(link);
    if (!link_filter_set(&link->filter, link->pcap, manner->filter, manner->promiscuous))
        return refuse(link, failure, PROBLEM_BAD_FILTER, pcap_geterr(link->pcap));
    if (pcap_setnonblock(link->pcap, 1, error) != 0) return refuse(link, failure, PROBLEM_FAILED, error);
    link->fd = pcap_get_selectable_fd(link->pcap);
    if (link->fd < 0) return refuse(link, failure, PROBLEM_FAILED, "can't be waited for");
    link->link_type = record_link_type(pcap_datalink(link->pcap));
    link->kernel = (struct pcap_stat){0};
    link->drops = (struct interface_drops){.number = 0};
    link->from_ms = link->to_ms = wall_ms();
    link->newest_us = link->left_ms = 0;
    return true;
}

int link_read(struct live_link *link, int most) {
    return pcap_dispatch(link->pcap, most, on_record, (u_char *)link);
}

/* What comes to light only later than it should is not taken for covered: the clock may be set back. */
void link_note_reached(struct live_link *link, bool empty, int64_t most_ms) {
    int64_t now_ms = wall_ms();
    int64_t to_ms = empty ? now_ms - HELD_BACK_MS : link->newest_us / 1000;
    if (to_ms > most_ms) to_ms = most_ms;
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

void link_update_stats(struct live_link *link, const struct drop_watch *drops) {
    struct pcap_stat now;
    if (link->pcap == NULL || pcap_stats(link->pcap, &now) != 0) return;
    link->stats.kernel_received += (uint32_t)(now.ps_recv - link->kernel.ps_recv);
    link->stats.kernel_dropped += (uint32_t)(now.ps_drop - link->kernel.ps_drop);
    link->stats.interface_dropped += (uint32_t)(now.ps_ifdrop - link->kernel.ps_ifdrop);
    link->stats.interface_dropped += drop_watch_take(drops, link->number, &link->drops);
    link->kernel = now;
}

void link_close(struct live_link *link, const struct drop_watch *drops) {
    if (link->pcap == NULL) return;
    link_update_stats(link, drops);
    pcap_close(link->pcap);
    link->pcap = NULL;
    link_filter_close(&link->filter);
}
