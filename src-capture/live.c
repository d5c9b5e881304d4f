#include "live.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "live-link.h"
#include "privileges.h"

enum {
    RETRY_MS = 2000,
    /* Longest that a flush waits for links that bring packets as fast as they are read. */
    DRAIN_LIMIT_MS = 200,
    /* Within this time the kernel hands over the block that it was filling when the capture was told to stop. */
    STOP_DRAIN_MS = 150
};

struct capture {
    const struct options *options;
    struct output *out;
    struct meter meter;
    struct live_link links[MAX_LINKS];
    struct link_failure failures[MAX_LINKS]; /* at the start */
    uint16_t link_count;
    struct pollfd waits[MAX_LINKS + 2];
    int64_t tick; /* number of the flush period since the epoch */
    bool stopping;
    int64_t stop_at_ms;
};

/* Written by the signal handler, read by the loop. */
static int signal_pipe[2] = {-1, -1};

static void on_signal(int number) {
    int saved = errno;
    uint8_t byte = (uint8_t)number;
    /* A full pipe already holds the news. */
    ssize_t written = write(signal_pipe[1], &byte, 1);
    (void)written;
    errno = saved;
}

static bool watch_signals(void) {
    if (pipe(signal_pipe) != 0) return false;
    for (int end = 0; end < 2; end++) {
        fcntl(signal_pipe[end], F_SETFL, O_NONBLOCK);
        fcntl(signal_pipe[end], F_SETFD, FD_CLOEXEC);
    }
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    return true;
}

static int64_t clock_ms(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t wall_ms(void) { return clock_ms(CLOCK_REALTIME); }
static int64_t steady_ms(void) { return clock_ms(CLOCK_MONOTONIC); }

/* Opens a link and tells of it. On failure says why, and notes when the next attempt is due. */
static bool open_link(struct capture *capture, struct live_link *link, struct link_failure *failure) {
    if (link_open(link, capture->options, failure)) {
        send_interface(capture->out, link->index, link->link_type, (uint32_t)pcap_snapshot(link->pcap), link->name);
        return true;
    }
    link->given_up = failure->code == PROBLEM_BAD_FILTER;
    link->retry_at_ms = steady_ms() + RETRY_MS;
    return false;
}

/* What a link still holds stays counted; it is opened again when it can be. */
static void fail_link(struct capture *capture, struct live_link *link) {
    char text[2 * PCAP_ERRBUF_SIZE];
    snprintf(text, sizeof text, "%.240s: %.255s", link->name, pcap_geterr(link->pcap));
    link_close(link);
    link->retry_at_ms = steady_ms() + RETRY_MS;
    send_problem(capture->out, link->index, SEVERITY_WARNING, PROBLEM_FAILED, text);
    output_drain(capture->out);
}

static int read_link(struct capture *capture, struct live_link *link) {
    if (link->pcap == NULL) return 0;
    int records = link_read(link);
    if (records < 0) fail_link(capture, link);
    return records < 0 ? 0 : records;
}

static void drain_links(struct capture *capture) {
    int64_t until = steady_ms() + DRAIN_LIMIT_MS;
    for (uint16_t i = 0; i < capture->link_count; i++)
        while (read_link(capture, &capture->links[i]) > 0 && steady_ms() < until) continue;
}

static void reopen_links(struct capture *capture) {
    int64_t now = steady_ms();
    for (uint16_t i = 0; i < capture->link_count; i++) {
        struct live_link *link = &capture->links[i];
        struct link_failure known;
        if (link->pcap == NULL && !link->given_up && now >= link->retry_at_ms) open_link(capture, link, &known);
    }
}

static void flush(struct capture *capture) {
    drain_links(capture);
    meter_flush(&capture->meter);
    int64_t now = wall_ms();
    for (uint16_t i = 0; i < capture->link_count; i++) {
        struct live_link *link = &capture->links[i];
        link_update_stats(link);
        send_stats(capture->out, link->index, now, &link->stats);
        link->stats = (struct stats){0};
    }
    send_flushed(capture->out);
    output_drain(capture->out);
}

/* A full table is sent at once; counters and FLUSHED wait for the tick. */
static void on_full(struct meter *meter, void *context) {
    (void)context;
    meter_flush(meter);
    output_drain(meter->out);
}

static void stop_soon(struct capture *capture) {
    if (capture->stopping) return;
    capture->stopping = true;
    capture->stop_at_ms = steady_ms() + STOP_DRAIN_MS;
}

/* Anything on stdin is read past; its end means that the parent is gone or wants an end. */
static void check_parent(struct capture *capture) {
    uint8_t ignored[4096];
    ssize_t length = read(STDIN_FILENO, ignored, sizeof ignored);
    if (length == 0 || (length < 0 && errno != EINTR && errno != EAGAIN)) stop_soon(capture);
}

/* Time until the next flush period begins, or until the end. Never longer than a period: the clock may be set. */
static int wait_ms(const struct capture *capture) {
    int64_t period = capture->options->flush_ms;
    int64_t wait = period - wall_ms() % period;
    int64_t left = capture->stop_at_ms - steady_ms();
    if (capture->stopping && left < wait) wait = left;
    return wait < 0 ? 0 : (int)wait;
}

static void wait_and_read(struct capture *capture) {
    struct pollfd *waits = capture->waits;
    for (uint16_t i = 0; i < capture->link_count; i++) {
        const struct live_link *link = &capture->links[i];
        waits[i] = (struct pollfd){.fd = link->pcap != NULL ? link->fd : -1, .events = POLLIN};
    }
    struct pollfd *parent = &waits[capture->link_count], *signals = parent + 1;
    *parent = (struct pollfd){.fd = capture->stopping ? -1 : STDIN_FILENO, .events = POLLIN};
    *signals = (struct pollfd){.fd = capture->stopping ? -1 : signal_pipe[0], .events = POLLIN};
    if (poll(waits, (nfds_t)capture->link_count + 2, wait_ms(capture)) <= 0) return;
    for (uint16_t i = 0; i < capture->link_count; i++)
        if (waits[i].revents != 0) read_link(capture, &capture->links[i]);
    if (parent->revents != 0) check_parent(capture);
    if (signals->revents != 0) stop_soon(capture);
}

static void run(struct capture *capture) {
    capture->tick = wall_ms() / capture->options->flush_ms;
    while (!capture->stopping || steady_ms() < capture->stop_at_ms) {
        wait_and_read(capture);
        int64_t tick = wall_ms() / capture->options->flush_ms;
        if (tick == capture->tick) continue;
        capture->tick = tick;
        flush(capture);
        reopen_links(capture);
    }
    flush(capture);
}

/* Opens all links. Returns how many are open. */
static uint16_t open_links(struct capture *capture) {
    uint16_t opened = 0;
    for (uint16_t i = 0; i < capture->options->interface_count; i++) {
        struct live_link *link = &capture->links[capture->link_count++];
        *link = (struct live_link){.name = capture->options->interfaces[i], .index = i, .meter = &capture->meter};
        if (open_link(capture, link, &capture->failures[i])) opened++;
    }
    return opened;
}

static void tell_failures(struct capture *capture) {
    for (uint16_t i = 0; i < capture->link_count; i++) {
        const struct link_failure *failure = &capture->failures[i];
        if (failure->code != 0) send_problem(capture->out, i, SEVERITY_WARNING, failure->code, failure->text);
    }
}

static int fail(struct output *out, uint16_t interface, enum problem_code code, const char *text) {
    send_problem(out, interface, SEVERITY_ERROR, code, text);
    output_drain(out);
    return 1;
}

int live_run(const struct options *options, struct output *out) {
    static struct capture capture;
    capture.options = options;
    capture.out = out;
    send_hello(out);
    if (!watch_signals() || !meter_open(&capture.meter, out, options->interval_ms))
        return fail(out, NO_INTERFACE, PROBLEM_FAILED, "not enough memory or file descriptors");
    capture.meter.on_full = on_full;
    if (open_links(&capture) == 0) return fail(out, 0, capture.failures[0].code, capture.failures[0].text);
    tell_failures(&capture);
    privileges_drop(NEEDS_LINKS);
    output_drain(out);
    run(&capture);
    for (uint16_t i = 0; i < capture.link_count; i++) link_close(&capture.links[i]);
    send_end(out);
    output_drain(out);
    return 0;
}
