/* What the helper may do, and how it gives up the rest. */
#ifndef STREAMCHECKER_PRIVILEGES_H
#define STREAMCHECKER_PRIVILEGES_H

#include <stdint.h>

/* What is still to be done: open links again, or nothing but read what is open. */
enum privileges_needed { NEEDS_LINKS, NEEDS_NOTHING };

/* The only descriptors that may be written to from then on: no other one sends anything. */
enum { MAX_WRITABLE = 4 };
struct writable {
    int fds[MAX_WRITABLE];
    uint32_t count;
};

/* Puts what the helper's file permits into effect. A file that does so by itself would not be started at all where one of
 * its capabilities is out of reach, as in most containers and services CAP_BPF is. */
void privileges_raise(void);

/* Gives up, for good, all that is not needed any more: the user root, capabilities, and system calls. What the
 * system does not let it give up it keeps: a capture that goes on is worth more, and `doctor` shows what is left. */
void privileges_drop(enum privileges_needed needed, const struct writable *writable);

#endif
