/*
 * Takes the place of libpcap's modules for Bluetooth, D-Bus, InfiniBand, netfilter and USB in a helper that libpcap is
 * linked into: with these names defined here, the linker leaves libpcap's own out. So the privileged program needs none
 * of their libraries, and has nothing in it but the capture on network interfaces.
 *
 * The functions are those of the table `capture_source_types` in libpcap's pcap.c, which exists since libpcap 1.3.
 */
#include <stddef.h>

typedef struct pcap pcap_t;
struct pcap_if_list;

#define WITHOUT(module)                                                                                               \
    int module##_findalldevs(struct pcap_if_list *devices, char *error);                                              \
    int module##_findalldevs(struct pcap_if_list *devices, char *error) {                                             \
        (void)devices, (void)error;                                                                                   \
        return 0;                                                                                                     \
    }                                                                                                                 \
    pcap_t *module##_create(const char *device, char *error, int *is_ours);                                           \
    pcap_t *module##_create(const char *device, char *error, int *is_ours) {                                          \
        (void)device, (void)error;                                                                                    \
        *is_ours = 0;                                                                                                 \
        return NULL;                                                                                                  \
    }

WITHOUT(bt)
WITHOUT(bt_monitor)
WITHOUT(dbus)
WITHOUT(netfilter)
WITHOUT(rdmasniff)
WITHOUT(usb)
