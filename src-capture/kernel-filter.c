#ifdef __linux__
#include "kernel-filter.h"

#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/neighbour.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "bytes.h"
#include "route-dump.h"

enum {
    ADDRESS_BYTES = 6,
    /* As many as jumps in the program reach over. With more, packets for any machine are admitted. */
    MAX_ADDRESSES = 48,
    PER_ADDRESS = 4,
    MAX_BEFORE = 5 + PER_ADDRESS * MAX_ADDRESSES
};

struct admission {
    bool refuses_sent;
    bool admits_all;
    uint32_t count;
    uint8_t addresses[MAX_ADDRESSES][ADDRESS_BYTES];
};

static const struct sock_filter load_packet_type = {.code = BPF_LD | BPF_H | BPF_ABS,
                                                    .k = (uint32_t)(SKF_AD_OFF + SKF_AD_PKTTYPE)};
static const struct sock_filter refuse = {.code = BPF_RET | BPF_K, .k = 0};

/* Goes on where the loaded value is `value`, and else past the next `length` instructions. */
static struct sock_filter unless(uint32_t value, uint8_t length) {
    return (struct sock_filter){.code = BPF_JMP | BPF_JEQ | BPF_K, .jf = length, .k = value};
}

static struct sock_filter load(uint16_t size, uint32_t offset) {
    return (struct sock_filter){.code = (uint16_t)(BPF_LD | size | BPF_ABS), .k = offset};
}

/* A frame begins with the address that it is sent to. */
static uint16_t admit_address(struct sock_filter *code, const uint8_t *address, uint8_t left) {
    code[0] = load(BPF_W, 2);
    code[1] = unless(be32(address + 2), 2);
    code[2] = load(BPF_H, 0);
    code[3] = (struct sock_filter){.code = BPF_JMP | BPF_JEQ | BPF_K, .jt = left, .k = be16(address)};
    return PER_ADDRESS;
}

/* A packet on a loopback passes when it is sent and when it arrives. libpcap takes out the first one when it is read:
 * until then it would take room in the ring, and among the drops each packet would count twice. What another program
 * makes the interface see, by switching it to be promiscuous, is not for this capture. */
static uint16_t write_before(struct sock_filter *code, const struct admission *who) {
    uint16_t length = 0;
    if (who->refuses_sent || !who->admits_all) code[length++] = load_packet_type;
    if (who->refuses_sent) {
        code[length++] = unless(PACKET_OUTGOING, 1);
        code[length++] = refuse;
    }
    if (who->admits_all) return length;
    uint8_t left = (uint8_t)(PER_ADDRESS * who->count + 1);
    code[length++] = unless(PACKET_OTHERHOST, left);
    for (uint32_t i = 0; i < who->count; i++) {
        left = (uint8_t)(left - PER_ADDRESS);
        length = (uint16_t)(length + admit_address(code + length, who->addresses[i], left));
    }
    code[length++] = refuse;
    return length;
}

/* Not through libpcap, which would also apply the program to what is in the ring, where it can't tell what was sent. */
static void attach(const struct link_filter *filter, pcap_t *pcap, const struct admission *who) {
    static struct sock_filter code[BPF_MAXINSNS + MAX_BEFORE];
    uint16_t length = write_before(code, who);
    memcpy(code + length, filter->program, filter->length * sizeof *code);
    struct sock_fprog whole = {.len = (uint16_t)(length + filter->length), .filter = code};
    setsockopt(pcap_fileno(pcap), SOL_SOCKET, SO_ATTACH_FILTER, &whole, sizeof whole);
}

/* Without a program the kernel would copy whole packets into the ring. Where libpcap has attached none, as it is too long
 * for the kernel, libpcap applies it itself. */
bool kernel_filter_take(struct link_filter *filter, pcap_t *pcap) {
    socklen_t length = BPF_MAXINSNS;
    filter->program = malloc(BPF_MAXINSNS * sizeof *filter->program);
    if (filter->program == NULL) return false;
    int status = getsockopt(pcap_fileno(pcap), SOL_SOCKET, SO_GET_FILTER, filter->program, &length);
    filter->length = (uint16_t)(status == 0 ? length : 0);
    filter->admitted = 0;
    filter->summing = -1;
    if (filter->length > 0) return true;
    filter->program[filter->length++] = (struct sock_filter){.code = BPF_RET | BPF_K, .k = (uint32_t)pcap_snapshot(pcap)};
    return true;
}

static bool is_loopback(int socket, unsigned number) {
    struct ifreq request = {.ifr_ifindex = (int)number};
    if (ioctl(socket, SIOCGIFNAME, &request) != 0) return false;
    return ioctl(socket, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_LOOPBACK);
}

static void take_address(void *context, const struct nlmsghdr *message) {
    struct admission *who = context;
    const struct ndmsg *about = NLMSG_DATA(message);
    if (message->nlmsg_type != RTM_NEWNEIGH || message->nlmsg_len < NLMSG_LENGTH(sizeof *about)) return;
    if ((about->ndm_flags & NTF_SELF) == 0) return;
    const struct rtattr *first = (const struct rtattr *)(const void *)((const uint8_t *)about + NLMSG_ALIGN(sizeof *about));
    size_t length = NLMSG_PAYLOAD(message, sizeof *about);
    for (const struct rtattr *at = NULL; (at = route_attribute(first, length, at)) != NULL;) {
        const uint8_t *address = RTA_DATA(at);
        bool is_one = at->rta_type == NDA_LLADDR && RTA_PAYLOAD(at) == ADDRESS_BYTES && (address[0] & 1) == 0;
        if (!is_one) continue;
        who->admits_all = who->admits_all || who->count == MAX_ADDRESSES;
        if (!who->admits_all) memcpy(who->addresses[who->count++], address, ADDRESS_BYTES);
    }
}

static void forget_addresses(void *context) {
    ((struct admission *)context)->count = 0;
    ((struct admission *)context)->admits_all = false;
}

/* The further addresses that an interface receives for, as its list of unicast addresses has them. */
static void read_addresses(struct admission *who, unsigned number, int list_fd) {
    struct {
        struct nlmsghdr header;
        struct ifinfomsg wanted;
    } request = {.header = {.nlmsg_len = sizeof request, .nlmsg_type = RTM_GETNEIGH},
                 .wanted = {.ifi_family = AF_BRIDGE, .ifi_index = (int)number}};
    const struct route_reader reader = {.take = take_address, .restart = forget_addresses, .context = who};
    route_dump(list_fd, &request.header, &reader);
}

static uint32_t checksum(const struct admission *who) {
    uint32_t sum = 1 + who->admits_all + 2 * (uint32_t)who->refuses_sent + 4 * who->count;
    for (uint32_t i = 0; i < who->count; i++)
        for (int at = 0; at < ADDRESS_BYTES; at++) sum = sum * 31 + who->addresses[i][at];
    return sum == 0 ? 1 : sum;
}

/* The program that sums knows no further addresses, and no frames but those of Ethernet. */
static int summing_program(const struct kernel_sums *sums, pcap_t *pcap, const struct admission *who) {
    if (who->count > 0 || pcap_datalink(pcap) != DLT_EN10MB) return -1;
    return kernel_sums_program(sums, who->refuses_sent, who->admits_all);
}

void kernel_filter_admit(struct link_filter *filter, pcap_t *pcap, unsigned number, int list_fd,
                         const struct kernel_sums *sums) {
    struct admission who = {.admits_all = false};
    if (filter->program == NULL) return;
    if (!filter->admits_all && pcap_datalink(pcap) == DLT_EN10MB) read_addresses(&who, number, list_fd);
    who.admits_all = who.admits_all || filter->admits_all;
    if (filter->admitted == 0) filter->is_loopback = is_loopback(pcap_fileno(pcap), number);
    who.refuses_sent = filter->is_loopback;
    int program = summing_program(sums, pcap, &who);
    uint32_t admitted = checksum(&who);
    if (admitted == filter->admitted && program == filter->summing) return;
    filter->admitted = admitted;
    filter->summing = program;
    if (program < 0) attach(filter, pcap, &who);
    else setsockopt(pcap_fileno(pcap), SOL_SOCKET, SO_ATTACH_BPF, &program, sizeof program);
}
#endif
