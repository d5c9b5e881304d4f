#include "file-input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"

/* READ_BYTES: small enough to stay in the processor's cache, large enough that the calls don't count. */
enum { READ_BYTES = 256 << 10, BUFFER_BYTES = FILE_INPUT_MAX + READ_BYTES, WAIT_MS = 100, LAST_READ_MS = 500 };

static volatile sig_atomic_t end_is_asked;

bool file_input_open(struct file_input *input, const char *path) {
    struct stat status;
    bool standard = strcmp(path, "-") == 0;
    *input = (struct file_input){.fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)};
    if (input->fd < 0) return false;
    bool known = fstat(input->fd, &status) == 0;
    input->is_live = known && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
    if (known && S_ISDIR(status.st_mode)) errno = EISDIR;
    else if ((input->buffer = malloc(BUFFER_BYTES)) != NULL) return true;
    int error = errno;
    close(input->fd);
    errno = error;
    return false;
}

bool file_input_decompress(struct file_input *input) {
    static struct decompressor decompressor;
    bool opened = decompressor_open(&decompressor, input->buffer + input->start, input->end - input->start);
    input->decompressor = &decompressor;
    input->problem = decompressor.problem;
    input->start = input->end = 0;
    return opened;
}

void file_input_close(struct file_input *input) {
    if (input->decompressor != NULL) decompressor_close(input->decompressor);
    free(input->buffer);
    close(input->fd);
}

static void move_to_front(struct file_input *input) {
    memmove(input->buffer, input->buffer + input->start, input->end - input->start);
    input->end -= input->start;
    input->start = 0;
}

static void ask_for_end(int number) {
    (void)number;
    end_is_asked = 1;
}

void file_input_watch_signals(void) {
    static const int endings[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};
    struct sigaction action = {.sa_handler = ask_for_end};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) sigaction(endings[i], &action, NULL);
}

/* False where the end was asked for and nothing more comes: the sender, which the same key ends, writes its last. */
static bool wait_for_data(const struct file_input *input) {
    for (int64_t end_ms = 0;;) {
        if (end_is_asked && end_ms == 0) end_ms = steady_ms() + LAST_READ_MS;
        struct pollfd sender = {.fd = input->fd, .events = POLLIN};
        if (poll(&sender, 1, WAIT_MS) > 0) return true;
        if (end_ms != 0 && steady_ms() >= end_ms) return false;
        if (input->on_wait != NULL) input->on_wait(input->context);
    }
}

static ssize_t read_some(struct file_input *input) {
    uint8_t *to = input->buffer + input->end;
    if (input->decompressor != NULL)
        return decompressor_read(input->decompressor, input->fd, &input->read, to, READ_BYTES);
    if (input->is_live && !wait_for_data(input)) return 0;
    ssize_t got = read(input->fd, to, READ_BYTES);
    if (got > 0) input->read += (uint64_t)got;
    return got;
}

bool file_input_fill(struct file_input *input, size_t length) {
    if (length > FILE_INPUT_MAX) return false;
    move_to_front(input);
    while (input->end < length) {
        ssize_t got = read_some(input);
        if (got < 0 && input->decompressor != NULL) input->problem = input->decompressor->problem;
        if (got < 0 && input->problem == NULL && errno == EINTR) continue;
        if (got < 0 && input->problem == NULL) input->error = errno;
        if (got <= 0) return false;
        input->end += (size_t)got;
    }
    return true;
}
