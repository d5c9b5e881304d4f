#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTION_LIST = 256, OPTION_INTERFACE, OPTION_READ, OPTION_FILTER, OPTION_PROMISCUOUS, OPTION_EACH_PACKET,
       OPTION_KERNEL_SUMS, OPTION_INTERVAL, OPTION_FLUSH, OPTION_SNAPLEN, OPTION_BUFFER };

static const struct option known[] = {
    {"list", no_argument, NULL, OPTION_LIST},
    {"interface", required_argument, NULL, OPTION_INTERFACE},
    {"read", required_argument, NULL, OPTION_READ},
    {"filter", required_argument, NULL, OPTION_FILTER},
    {"promiscuous", no_argument, NULL, OPTION_PROMISCUOUS},
    {"kernel-sums", no_argument, NULL, OPTION_KERNEL_SUMS},
    {"each-packet", no_argument, NULL, OPTION_EACH_PACKET},
    {"interval-ms", required_argument, NULL, OPTION_INTERVAL},
    {"flush-ms", required_argument, NULL, OPTION_FLUSH},
    {"snaplen", required_argument, NULL, OPTION_SNAPLEN},
    {"buffer-bytes", required_argument, NULL, OPTION_BUFFER},
    {NULL, 0, NULL, 0}};

__attribute__((noreturn, format(printf, 1, 2))) static void wrong_usage(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("streamchecker-capture: ", stderr);
    vfprintf(stderr, format, arguments);
    fputs("; usage: --list | --read FILE | --interface NAME|auto..., with --filter BPF, --promiscuous, --kernel-sums, --each-packet, "
          "--interval-ms N, --flush-ms N, --snaplen N, --buffer-bytes N\n", stderr);
    va_end(arguments);
    exit(2);
}

static long number(const char *name, const char *text, long least, long most) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < least || value > most)
        wrong_usage("%s takes a whole number from %ld to %ld, not '%s'", name, least, most, text);
    return value;
}

static void add_interface(struct options *options, const char *name) {
    if (strcmp(name, "auto") == 0) {
        options->automatic = true;
        return;
    }
    for (uint16_t i = 0; i < options->interface_count; i++)
        if (strcmp(options->interfaces[i], name) == 0) return;
    if (options->interface_count == MAX_LINKS) wrong_usage("more than %d interfaces", MAX_LINKS);
    options->interfaces[options->interface_count++] = name;
}

static void apply(struct options *options, int option, const char *value, bool *list) {
    switch (option) {
        case OPTION_LIST: *list = true; break;
        case OPTION_INTERFACE: add_interface(options, value); break;
        case OPTION_READ: options->file = value; break;
        case OPTION_FILTER: options->filter = value; break;
        case OPTION_PROMISCUOUS: options->promiscuous = true; break;
        case OPTION_KERNEL_SUMS: options->kernel_sums = true; break;
        case OPTION_EACH_PACKET: options->each_packet = true; break;
        case OPTION_INTERVAL: options->interval_ms = (uint32_t)number("--interval-ms", value, 1, 86400000); break;
        case OPTION_FLUSH: options->flush_ms = (uint32_t)number("--flush-ms", value, 10, 60000); break;
        case OPTION_SNAPLEN: options->snaplen = (int)number("--snaplen", value, 64, 262144); break;
        case OPTION_BUFFER: options->buffer_bytes = (int)number("--buffer-bytes", value, 65536, 1 << 30); break;
        default: wrong_usage("unknown or incomplete option");
    }
}

struct options options_parse(int argc, char **argv) {
    struct options options = {.interval_ms = 1000, .flush_ms = 500, .snaplen = 96, .buffer_bytes = 8388608};
    bool list = false;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) apply(&options, option, optarg, &list);
    if (optind < argc) wrong_usage("unexpected argument '%s'", argv[optind]);
    if (list + (options.file != NULL) + (options.interface_count > 0 || options.automatic) != 1)
        wrong_usage("exactly one of --list, --read and --interface is needed");
    options.mode = list ? MODE_LIST : options.file != NULL ? MODE_READ : MODE_LIVE;
    return options;
}
