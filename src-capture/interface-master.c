#include "interface-master.h"

#ifdef __linux__
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATH_BYTES = 512 };

static bool exists(const char *format, const char *name) {
    char path[PATH_BYTES];
    snprintf(path, sizeof path, format, name);
    return access(path, F_OK) == 0;
}

bool is_network_interface(const char *name) {
    return strchr(name, '/') == NULL && exists("/sys/class/net/%.255s", name);
}

/* The driver's name, which alone tells a team from other masters. */
static bool driver_is(const char *name, const char *driver) {
    struct ethtool_drvinfo info = {.cmd = ETHTOOL_GDRVINFO};
    struct ifreq request = {.ifr_data = (void *)&info};
    int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return false;
    snprintf(request.ifr_name, sizeof request.ifr_name, "%.15s", name);
    bool is = ioctl(probe, SIOCETHTOOL, &request) == 0 && strcmp(info.driver, driver) == 0;
    close(probe);
    return is;
}

static const char *kind_of(const char *master) {
    if (exists("/sys/class/net/%.255s/bridge", master)) return "bridge";
    if (exists("/sys/class/net/%.255s/bonding", master)) return "bond";
    return driver_is(master, "team") ? "team" : "other";
}

bool interface_master(const char *name, char *master, size_t master_size, const char **kind) {
    char path[PATH_BYTES], target[PATH_BYTES];
    snprintf(path, sizeof path, "/sys/class/net/%.255s/master", name);
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length <= 0) return false;
    target[length] = '\0';
    const char *slash = strrchr(target, '/');
    snprintf(master, master_size, "%s", slash != NULL ? slash + 1 : target);
    *kind = kind_of(master);
    return true;
}

#else

bool is_network_interface(const char *name) {
    (void)name;
    return true;
}

bool interface_master(const char *name, char *master, size_t master_size, const char **kind) {
    (void)name, (void)master, (void)master_size, (void)kind;
    return false;
}

#endif
