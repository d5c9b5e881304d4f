/* What an interface is enslaved to. */
#ifndef STREAMCHECKER_INTERFACE_MASTER_H
#define STREAMCHECKER_INTERFACE_MASTER_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the system knows it as a network interface; libpcap lists pseudo-devices too (any, nflog, usbmon0). */
bool is_network_interface(const char *name);

/* Name and kind (bridge, bond, team, other) of the interface's master. False where it has none. */
bool interface_master(const char *name, char *master, size_t master_size, const char **kind);

#endif
