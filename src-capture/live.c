#include "live.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "link-set.h"
#include "link-sums.h"
#include "privileges.h"

enum {
    /* Longest that a flush waits for links that bring packets as fast as they are read. */
    DRAIN_LIMIT_MS = 200,
    /* Within this time the kernel hands over the block that it was filling when the capture was told to stop. */
    STOP_DRAIN_MS = 200,
    /* A capture that brings nothing is flushed this often, to say that it was watched. A flush costs all who read it. */
    REST_MS = 2000,
    /* After so many flushes that brought nothing. */
    FLUSHES_BEFORE_REST = 2,
    /* So long the end waits for sums of the kernel that can't be read yet; their time is told as not covered then. */
    SUMS_DRAIN_MS = 100
};

struct capture {
    const struct options *options;
    struct output *out;
    struct meter meter;
    struct link_set set;
    struct pollfd waits[MAX_LINKS + 4];
    int64_t tick; /* number of the flush period since the epoch */
    bool due;     /* the next flush is, as soon as the reader has taken the one before */
    unsigned empty_flushes; /* that brought nothing, one after the other */
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
    static const int endings[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) sigaction(endings[i], &action, NULL);
    return true;
}

/* Whether there are counters to tell of: something came since they were sent, or a link went. */
static bool has_news(const struct link_set *set) {
    static const struct stats nothing;
    for (uint16_t i = 0; i < set->count; i++) {
        const struct live_link *link = &set->links[i];
        if (link->unsent || memcmp(&link->stats, &nothing, sizeof nothing) != 0) return true;
    }
    return false;
}

static void flush(struct capture *capture) {
    link_set_drain(&capture->set, DRAIN_LIMIT_MS);
    capture->empty_flushes = has_news(&capture->set) ? 0 : capture->empty_flushes + 1;
    meter_flush(&capture->meter);
    link_set_send_stats(&capture->set);
    send_flushed(capture->out);
    output_push(capture->out);
}

/* A full table is sent at once; counters and FLUSHED wait for the tick. */
static void on_full(struct meter *meter, void *context) {
    (void)context;
    meter_flush(meter);
    output_push(meter->out);
}

static void stop_soon(struct capture *capture) {
    if (capture->stopping) return;
    capture->stopping = true;
    capture->stop_at_ms = steady_ms() + STOP_DRAIN_MS;
    link_set_refuse_packets(&capture->set);
}

/* Anything on stdin is read past; its end means that the parent is gone or wants an end. */
static void check_parent(struct capture *capture) {
    uint8_t ignored[4096];
    ssize_t length = read(STDIN_FILENO, ignored, sizeof ignored);
    if (length == 0 || (length < 0 && errno != EINTR && errno != EAGAIN)) stop_soon(capture);
}

/* The clock of the flushes: what the kernel sums of a period can be taken a little after it. */
static int64_t flush_clock_ms(const struct capture *capture) { return wall_ms() - link_sums_settle_ms(&capture->set); }

/* Between two flushes of a capture that rests are so many ticks; where one brings something, the next tick is one of a
 * flush again. What the kernel sums shows only in a flush. */
static int64_t ticks_to_flush(const struct capture *capture) {
    const struct link_set *set = &capture->set;
    int64_t ticks = REST_MS / capture->options->flush_ms;
    bool rests = capture->empty_flushes >= FLUSHES_BEFORE_REST && !has_news(set) && !link_sums_are_made(set);
    return rests && ticks > 1 ? ticks : 1;
}

/* Time until the next flush is due, the links want care, or the end. Never longer than between two flushes: the clock
 * may be set. */
static int wait_ms(const struct capture *capture) {
    int64_t period = capture->options->flush_ms * ticks_to_flush(capture);
    int64_t wait = period - flush_clock_ms(capture) % period;
    int64_t care = link_set_wait_ms(&capture->set);
    int64_t left = capture->stop_at_ms - steady_ms();
    if (!capture->stopping && care < wait) wait = care;
    if (capture->stopping && left < wait) wait = left;
    return wait < 0 ? 0 : (int)wait;
}

static void wait_for_links(struct capture *capture) {
    const struct link_set *set = &capture->set;
    bool may_read = link_set_may_read(set);
    for (uint16_t i = 0; i < set->count; i++) {
        bool is_waited_for = may_read && set->links[i].phase == LINK_OPEN;
        capture->waits[i] = (struct pollfd){.fd = is_waited_for ? set->links[i].fd : -1, .events = POLLIN};
    }
}

static void wait_and_read(struct capture *capture) {
    struct link_set *set = &capture->set;
    struct pollfd *waits = capture->waits;
    wait_for_links(capture);
    struct pollfd *parent = &waits[set->count], *signals = parent + 1, *news = signals + 1, *reader = news + 1;
    *parent = (struct pollfd){.fd = capture->stopping ? -1 : STDIN_FILENO, .events = POLLIN};
    *signals = (struct pollfd){.fd = capture->stopping ? -1 : signal_pipe[0], .events = POLLIN};
    *news = (struct pollfd){.fd = set->watch.news_fd, .events = POLLIN};
    *reader = (struct pollfd){.fd = output_is_pending(capture->out) ? capture->out->fd : -1, .events = POLLOUT};
    if (poll(waits, (nfds_t)set->count + 4, wait_ms(capture)) <= 0) return;
    if (reader->revents != 0) output_push(capture->out);
    for (uint16_t i = 0; i < set->count; i++)
        if (waits[i].revents != 0) link_set_read(set, &set->links[i]);
    if (parent->revents != 0) check_parent(capture);
    if (signals->revents != 0) stop_soon(capture);
    if (news->revents == 0) return;
    interface_watch_take_news(&set->watch);
    set->stale = true;
}

/* While the reader has not taken the flush before, packets go on into the table, as those of their own intervals. */
static void flush_if_due(struct capture *capture) {
    int64_t tick = flush_clock_ms(capture) / capture->options->flush_ms, ticks = ticks_to_flush(capture);
    if (tick / ticks != capture->tick / ticks) capture->due = true;
    capture->tick = tick;
    if (!capture->due || output_is_pending(capture->out)) return;
    capture->due = false;
    flush(capture);
}

static void run(struct capture *capture) {
    capture->tick = flush_clock_ms(capture) / capture->options->flush_ms;
    while (!capture->stopping || steady_ms() < capture->stop_at_ms) {
        wait_and_read(capture);
        if (!capture->stopping) link_set_keep(&capture->set);
        flush_if_due(capture);
    }
    output_wait_for_reader(capture->out, true);
    output_drain(capture->out);
    while (!link_sums_settle(&capture->set) && steady_ms() < capture->stop_at_ms + SUMS_DRAIN_MS) flush(capture);
    flush(capture);
}

static int fail(struct output *out, uint16_t interface, enum problem_code code, const char *text) {
    send_problem(out, interface, SEVERITY_ERROR, code, text);
    output_drain(out);
    return 1;
}

static int fail_to_start(const struct link_set *set) {
    if (set->count == 0) return fail(set->out, NO_INTERFACE, PROBLEM_NO_INTERFACE, "no network interface is up");
    return fail(set->out, 0, set->failure.code, set->failure.text);
}

int live_run(const struct options *options, struct output *out) {
    static struct capture capture;
    capture.options = options;
    capture.out = out;
    send_hello(out);
    privileges_raise();
    if (!watch_signals() || !meter_open(&capture.meter, out, options->interval_ms, options->each_packet))
        return fail(out, NO_INTERFACE, PROBLEM_FAILED, "not enough memory or file descriptors");
    capture.meter.on_full = on_full;
    if (link_set_start(&capture.set, options, out, &capture.meter) == 0) return fail_to_start(&capture.set);
    const struct writable writable = {
        .fds = {out->fd, STDERR_FILENO, signal_pipe[1], capture.set.watch.list_fd}, .count = 4};
    privileges_drop(NEEDS_LINKS, &writable);
    output_wait_for_reader(out, false);
    output_push(out);
    run(&capture);
    link_set_close(&capture.set);
    send_end(out);
    output_drain(out);
    return 0;
}
