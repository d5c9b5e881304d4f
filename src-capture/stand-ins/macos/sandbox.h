/* Declares what macOS's own <sandbox.h> does, so that the sources compile for macOS where its SDK is not there. */
#ifndef STREAMCHECKER_STAND_IN_SANDBOX_H
#define STREAMCHECKER_STAND_IN_SANDBOX_H

#include <stdint.h>

#define SANDBOX_NAMED 0x0001
extern const char kSBXProfilePureComputation[];
int sandbox_init(const char *profile, uint64_t flags, char **error);
void sandbox_free_error(char *error);

#endif
