/* The system calls that the helper's loop makes; all others fail from then on. Linux only. */
#ifndef STREAMCHECKER_SYSCALL_FILTER_H
#define STREAMCHECKER_SYSCALL_FILTER_H

#include <stdbool.h>

#include "privileges.h"

/* Only some descriptors may be written to. With `links`, links may be opened too. False where the system has no such filter. Needs no_new_privs. */
bool syscall_filter_install(bool links, const struct writable *writable);

#endif
