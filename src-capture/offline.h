/* Reads a capture file through the same decoder and table as a live capture. */
#ifndef STREAMCHECKER_OFFLINE_H
#define STREAMCHECKER_OFFLINE_H

#include "options.h"
#include "protocol.h"

/* What is sent depends on the file, the filter and the interval only. Returns the exit status. */
int offline_run(const struct options *options, struct output *out);

#endif
