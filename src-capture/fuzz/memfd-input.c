/* Hands the input over as a real file that lives in memory. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz-input.h"
#include "require.h"

const char *fuzz_input(const uint8_t *input, size_t size) {
    static int fd = -1;
    static char path[64];
    if (fd < 0) {
        fd = memfd_create("fuzz-input", MFD_CLOEXEC);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    REQUIRE(fd >= 0 && ftruncate(fd, 0) == 0);
    REQUIRE(pwrite(fd, input, size, 0) == (ssize_t)size);
    return path;
}
