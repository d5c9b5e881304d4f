/* Fuzz target: what the kernel answers about interfaces and their counters. An input is which of the two was asked (1
 * byte), then answers, each behind its length (2 bytes); a message whose sequence number is 0 answers the request. Linked
 * with --wrap for write() and recv(), so that no socket is needed and each answer ends where the readable memory does. */
#include <linux/rtnetlink.h>
#include <sanitizer/asan_interface.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../bytes.h"
#include "../interface-drops.h"
#include "../interface-watch.h"
#include "require.h"

enum { LENGTH_BYTES = 2 };

static const uint8_t *rest;
static size_t rest_length;
static uint32_t asked; /* sequence number of the last request */

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t length);
ssize_t __wrap_recv(int fd, void *to, size_t size, int flags);

ssize_t __wrap_write(int fd, const void *bytes, size_t length) {
    struct nlmsghdr request;
    (void)fd;
    REQUIRE(length >= sizeof request);
    memcpy(&request, bytes, sizeof request);
    REQUIRE(request.nlmsg_len == length && request.nlmsg_seq == asked + 1);
    asked = request.nlmsg_seq;
    return (ssize_t)length;
}

/* As far as the messages of the answer are whole. */
static void number_messages(uint8_t *answer, size_t length) {
    struct nlmsghdr header;
    for (size_t at = 0; at + sizeof header <= length; at += NLMSG_ALIGN(header.nlmsg_len)) {
        memcpy(&header, answer + at, sizeof header);
        if (header.nlmsg_seq == 0) header.nlmsg_seq = asked;
        memcpy(answer + at, &header, sizeof header);
        if (header.nlmsg_len < sizeof header || header.nlmsg_len > length) return;
    }
}

ssize_t __wrap_recv(int fd, void *to, size_t size, int flags) {
    (void)fd, (void)flags;
    ASAN_UNPOISON_MEMORY_REGION(to, size);
    if (rest_length < LENGTH_BYTES) return 0;
    size_t length = le16(rest);
    if (length > rest_length - LENGTH_BYTES) length = rest_length - LENGTH_BYTES;
    if (length > size) length = size;
    memcpy(to, rest + LENGTH_BYTES, length);
    rest += LENGTH_BYTES + length;
    rest_length -= LENGTH_BYTES + length;
    number_messages(to, length);
    ASAN_POISON_MEMORY_REGION((uint8_t *)to + length, size - length);
    return (ssize_t)length;
}

static void check_interface(const struct interface_watch *watch, const struct interface_state *state) {
    REQUIRE(memchr(state->name, '\0', sizeof state->name) != NULL);
    REQUIRE(memchr(state->kind, '\0', sizeof state->kind) != NULL);
    REQUIRE(memchr(state->master_kind, '\0', sizeof state->master_kind) != NULL);
    REQUIRE(interface_watch_find(watch, state->name) != NULL);
    const char *name = state->alternatives, *end = name + sizeof state->alternatives;
    for (; *name != '\0'; name += strlen(name) + 1) {
        REQUIRE(memchr(name, '\0', (size_t)(end - name)) != NULL);
        REQUIRE(interface_watch_find(watch, name) != NULL);
    }
    REQUIRE(name < end);
}

static void list_interfaces(void) {
    static struct interface_watch watch;
    size_t before = watch.count;
    bool listed = interface_watch_list(&watch);
    REQUIRE(listed || watch.count == before);
    for (size_t i = 0; listed && i < watch.count; i++) check_interface(&watch, &watch.all[i]);
}

static void read_counters(void) {
    static struct drop_watch watch = {.backlog_fd = -1};
    REQUIRE(!drop_watch_read(&watch));
    for (size_t i = 0; i < watch.count; i++) {
        struct interface_drops before = {.number = watch.all[i].number + 1};
        REQUIRE(drop_watch_take(&watch, watch.all[i].number, &before) == 0);
        REQUIRE(drop_watch_take(&watch, watch.all[i].number, &before) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    if (size == 0) return 0;
    rest = input + 1;
    rest_length = size - 1;
    if (input[0] & 1) read_counters();
    else list_interfaces();
    return 0;
}
