/* streamchecker-capture: the privileged part, which reduces packets to sums of bytes per source and destination. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "interfaces.h"
#include "live.h"
#include "offline.h"
#include "options.h"

int main(int argc, char **argv) {
    struct options options = options_parse(argc, argv);
    if (options.mode == MODE_LIST) return interfaces_list();
    /* A reader that goes away is seen as a failed write. */
    signal(SIGPIPE, SIG_IGN);
    static struct output out;
    if (!output_open(&out, STDOUT_FILENO)) {
        fputs("streamchecker-capture: not enough memory\n", stderr);
        return 1;
    }
    return options.mode == MODE_READ ? offline_run(&options, &out) : live_run(&options, &out);
}
