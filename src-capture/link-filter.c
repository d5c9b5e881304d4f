#include "link-filter.h"

#ifdef __linux__
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
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

#ifdef __linux__

static bool is_loopback(int socket, const char *name) {
    struct ifreq request = {0};
    snprintf(request.ifr_name, sizeof request.ifr_name, "%.15s", name);
    return ioctl(socket, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_LOOPBACK);
}

/* A packet on a loopback passes when it is sent and when it arrives. libpcap takes out the first one when it is read:
 * until then it would take room in the ring, and among the drops each packet would count twice. */
static uint16_t refuse_sent(struct sock_filter *code) {
    code[0] = (struct sock_filter){.code = BPF_LD | BPF_H | BPF_ABS, .k = (uint32_t)(SKF_AD_OFF + SKF_AD_PKTTYPE)};
    code[1] = (struct sock_filter){.code = BPF_JMP | BPF_JEQ | BPF_K, .jf = 1, .k = PACKET_OUTGOING};
    code[2] = (struct sock_filter){.code = BPF_RET | BPF_K, .k = 0};
    return 3;
}

/* Without this the kernel would copy whole packets into the ring where there is no filter. Not through libpcap, which
 * would also apply the program to what is in the ring, where it can't tell what was sent. */
static void attach(pcap_t *pcap, const char *name, const struct bpf_program *program) {
    static struct sock_filter code[BPF_MAXINSNS];
    int socket = pcap_fileno(pcap);
    bool loopback = is_loopback(socket, name);
    /* libpcap has seen to it. */
    if (program != NULL && !loopback) return;
    uint16_t length = loopback ? refuse_sent(code) : 0;
    if (program == NULL)
        code[length++] = (struct sock_filter){.code = BPF_RET | BPF_K, .k = (uint32_t)pcap_snapshot(pcap)};
    for (unsigned i = 0; program != NULL && i < program->bf_len && length < BPF_MAXINSNS; i++) {
        const struct bpf_insn *one = &program->bf_insns[i];
        code[length++] = (struct sock_filter){.code = one->code, .jt = one->jt, .jf = one->jf, .k = one->k};
    }
    struct sock_fprog whole = {.len = length, .filter = code};
    setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &whole, sizeof whole);
}

#else

static void attach(pcap_t *pcap, const char *name, const struct bpf_program *program) {
    (void)pcap, (void)name, (void)program;
}

#endif

static bool set(pcap_t *pcap, const char *name, struct bpf_program *program) {
    if (pcap_setfilter(pcap, program) != 0) return false;
    attach(pcap, name, program);
    return true;
}

bool link_filter_set(pcap_t *pcap, const char *name, const char *expression) {
    if (expression == NULL) {
        attach(pcap, name, NULL);
        return true;
    }
    struct compiled fresh = {.link_type = pcap_datalink(pcap)};
    struct compiled *known = find(fresh.link_type);
    if (known != NULL) return set(pcap, name, &known->program);
    if (pcap_compile(pcap, &fresh.program, expression, 1, PCAP_NETMASK_UNKNOWN) != 0) return false;
    bool usable = set(pcap, name, &fresh.program);
    if (usable && kept_count < MAX_PROGRAMS) kept[kept_count++] = fresh;
    else pcap_freecode(&fresh.program);
    return usable;
}
