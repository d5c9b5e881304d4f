#include "interfaces.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "interface-watch.h"
#include "link-choice.h"

static void print_string(const char *text) {
    putchar('"');
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') printf("\\%c", *at);
        else if (*at < 0x20 || *at == 0x7f) printf("\\u%04x", *at);
        else putchar(*at);
    }
    putchar('"');
}

static void print_string_or_null(const char *text) {
    if (text == NULL) fputs("null", stdout);
    else print_string(text);
}

static void print_flag(const char *name, bool set) { printf(",\"%s\":%s", name, set ? "true" : "false"); }

static const char *address_text(const struct sockaddr *address, char *text, socklen_t size) {
    if (address == NULL) return NULL;
    if (address->sa_family == AF_INET)
        return inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text, size);
    if (address->sa_family == AF_INET6)
        return inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, text, size);
    return NULL;
}

static void print_addresses(const pcap_addr_t *address) {
    char text[INET6_ADDRSTRLEN];
    const char *separator = "";
    fputs(",\"addresses\":[", stdout);
    for (; address != NULL; address = address->next) {
        if (address_text(address->addr, text, sizeof text) == NULL) continue;
        fputs(separator, stdout);
        print_string(text);
        separator = ",";
    }
    putchar(']');
}

static const char *kind_of_master(const struct interface_state *state) {
    return state->enslaved ? state->master_kind : "other";
}

static void print_alternatives(const struct interface_state *state) {
    const char *separator = "";
    fputs(",\"alternativeNames\":[", stdout);
    for (const char *name = state->alternatives; *name != '\0'; name += strlen(name) + 1) {
        fputs(separator, stdout);
        print_string(name);
        separator = ",";
    }
    putchar(']');
}

static void print_interface(const struct interface_watch *watch, const pcap_if_t *interface,
                            const struct interface_state *state) {
    char name[IF_NAMESIZE];
    const char *master = state->master != 0 ? if_indextoname(state->master, name) : NULL;
    fputs("{\"name\":", stdout);
    print_string(interface->name);
    fputs(",\"description\":", stdout);
    print_string(interface->description != NULL ? interface->description : "");
    print_flag("up", interface->flags & PCAP_IF_UP);
    print_flag("running", interface->flags & PCAP_IF_RUNNING);
    print_flag("loopback", interface->flags & PCAP_IF_LOOPBACK);
    fputs(",\"master\":", stdout);
    print_string_or_null(master);
    fputs(",\"masterKind\":", stdout);
    print_string_or_null(master != NULL ? kind_of_master(state) : NULL);
    print_flag("automatic", link_choice_is_automatic(watch, state));
    print_alternatives(state);
    print_addresses(interface->addresses);
    putchar('}');
}

int interfaces_list(void) {
    char error[PCAP_ERRBUF_SIZE] = "";
    pcap_if_t *all;
    static struct interface_watch watch;
    interface_watch_open(&watch);
    if (!interface_watch_list(&watch)) {
        fputs("streamchecker-capture: the system does not list its interfaces\n", stderr);
        return 1;
    }
    if (pcap_findalldevs(&all, error) != 0) {
        fprintf(stderr, "streamchecker-capture: can't list the interfaces: %s\n", error);
        return 1;
    }
    const char *separator = "[";
    for (const pcap_if_t *interface = all; interface != NULL; interface = interface->next) {
        /* libpcap lists pseudo-devices too (any, nflog, usbmon0). */
        const struct interface_state *state = interface_watch_find(&watch, interface->name);
        if (state == NULL) continue;
        fputs(separator, stdout);
        print_interface(&watch, interface, state);
        separator = ",\n ";
    }
    puts(*separator == '[' ? "[]" : "]");
    pcap_freealldevs(all);
    return fflush(stdout) == 0 ? 0 : 1;
}
