#ifdef __linux__
#include "route-dump.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
    ANSWER_BYTES = 1 << 16,
    ANSWER_LIMIT_US = 500000,
    /* Lists that change while they are read, one after the other, until the last one is done without. */
    MAX_ATTEMPTS = 5
};

int route_socket_open(uint32_t groups) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    struct sockaddr_nl own = {.nl_family = AF_NETLINK, .nl_groups = groups};
    struct timeval limit = {.tv_usec = ANSWER_LIMIT_US};
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (bind(fd, (const struct sockaddr *)&own, sizeof own) == 0) return fd;
    close(fd);
    return -1;
}

enum answer { ANSWER_MORE, ANSWER_END, ANSWER_INTERRUPTED, ANSWER_FAILED };

/* What was interrupted is read to its end, too, so that nothing of it stays in the socket. The length has a sign: the
 * padding of the last message may be left out. */
static enum answer take_messages(const struct nlmsghdr *message, ssize_t length, uint32_t sequence, bool *interrupted,
                                 const struct route_reader *reader) {
    for (; NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) {
        if (message->nlmsg_seq != sequence) continue;
        if (message->nlmsg_flags & NLM_F_DUMP_INTR) *interrupted = true;
        if (message->nlmsg_type == NLMSG_DONE) return *interrupted ? ANSWER_INTERRUPTED : ANSWER_END;
        if (message->nlmsg_type == NLMSG_ERROR) return ANSWER_FAILED;
        if (!*interrupted) reader->take(reader->context, message);
    }
    return ANSWER_MORE;
}

static enum answer ask(int fd, const struct nlmsghdr *request, const struct route_reader *reader) {
    static _Alignas(struct nlmsghdr) uint8_t answer[ANSWER_BYTES];
    bool interrupted = false;
    /* Without an address, a netlink socket writes to the kernel. */
    if (write(fd, request, request->nlmsg_len) != (ssize_t)request->nlmsg_len) return ANSWER_FAILED;
    for (enum answer state = ANSWER_MORE;;) {
        ssize_t length = recv(fd, answer, sizeof answer, 0);
        if (length < 0 && errno == EINTR) continue;
        if (length <= 0) return ANSWER_FAILED;
        const struct nlmsghdr *first = (const struct nlmsghdr *)(const void *)answer;
        state = take_messages(first, length, request->nlmsg_seq, &interrupted, reader);
        if (state != ANSWER_MORE) return state;
    }
}

bool route_dump(int fd, struct nlmsghdr *request, const struct route_reader *reader) {
    static uint32_t sequence;
    enum answer state = ANSWER_INTERRUPTED;
    request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    for (int attempt = 0; attempt < MAX_ATTEMPTS && state == ANSWER_INTERRUPTED; attempt++) {
        request->nlmsg_seq = ++sequence;
        reader->restart(reader->context);
        state = ask(fd, request, reader);
    }
    return state == ANSWER_END;
}

const struct rtattr *route_attribute(const struct rtattr *first, size_t length, const struct rtattr *before) {
    const struct rtattr *next = first;
    /* With a sign: the padding of the last one may be left out. */
    ssize_t left = (ssize_t)length;
    if (before != NULL) {
        left -= (const uint8_t *)before - (const uint8_t *)first;
        next = RTA_NEXT(before, left);
    }
    return RTA_OK(next, left) ? next : NULL;
}
#endif
