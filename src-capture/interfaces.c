#include "interfaces.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <sys/socket.h>

#include "interface-master.h"

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

static void print_interface(const pcap_if_t *interface) {
    char master[256];
    const char *kind = NULL;
    bool enslaved = interface_master(interface->name, master, sizeof master, &kind);
    fputs("{\"name\":", stdout);
    print_string(interface->name);
    fputs(",\"description\":", stdout);
    print_string(interface->description != NULL ? interface->description : "");
    print_flag("up", interface->flags & PCAP_IF_UP);
    print_flag("running", interface->flags & PCAP_IF_RUNNING);
    print_flag("loopback", interface->flags & PCAP_IF_LOOPBACK);
    fputs(",\"master\":", stdout);
    print_string_or_null(enslaved ? master : NULL);
    fputs(",\"masterKind\":", stdout);
    print_string_or_null(kind);
    print_addresses(interface->addresses);
    putchar('}');
}

int interfaces_list(void) {
    char error[PCAP_ERRBUF_SIZE] = "";
    pcap_if_t *all;
    if (pcap_findalldevs(&all, error) != 0) {
        fprintf(stderr, "streamchecker-capture: can't list the interfaces: %s\n", error);
        return 1;
    }
    const char *separator = "[";
    for (const pcap_if_t *interface = all; interface != NULL; interface = interface->next) {
        if (!is_network_interface(interface->name)) continue;
        fputs(separator, stdout);
        print_interface(interface);
        separator = ",\n ";
    }
    puts(*separator == '[' ? "[]" : "]");
    pcap_freealldevs(all);
    return fflush(stdout) == 0 ? 0 : 1;
}
