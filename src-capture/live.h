/* Captures on one or more interfaces until stdin ends or a signal asks to stop. */
#ifndef STREAMCHECKER_LIVE_H
#define STREAMCHECKER_LIVE_H

#include "options.h"
#include "protocol.h"

/* Returns the exit status: 0 when told to stop, 1 when nothing can be captured. */
int live_run(const struct options *options, struct output *out);

#endif
