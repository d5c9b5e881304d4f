#include "privileges.h"

#ifdef __linux__
#include <grp.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall-filter.h"

/* LeakSanitizer looks at its own process through ptrace(), which a process without a dump or that call can't. */
#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 1 };
#elif defined(__has_feature)
enum { SANITIZED = __has_feature(address_sanitizer) };
#else
enum { SANITIZED = 0 };
#endif

enum { NOBODY = 65534, CAPABILITY_WORDS = 2 };

/* Without it no program started from here could have them. */
static void drop_from_bounding_set(uint64_t kept) {
    for (unsigned long each = 0; each < 64 && prctl(PR_CAPBSET_READ, each, 0, 0, 0) >= 0; each++)
        if ((kept >> each & 1) == 0) prctl(PR_CAPBSET_DROP, each, 0, 0, 0);
}

/* Root becomes the user who started it, or nobody. The permitted capabilities stay until keep_only(). */
static void leave_root(void) {
    if (geteuid() != 0 || prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0) return;
    uid_t user = getuid() != 0 ? getuid() : NOBODY;
    gid_t group = getgid() != 0 ? getgid() : NOBODY;
    /* Fails where a user namespace knows no such user; then root it stays, without a capability to use. */
    bool left = setgroups(0, NULL) == 0;
    left = setresgid(group, group, group) == 0 && left;
    left = setresuid(user, user, user) == 0 && left;
    (void)left;
    prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
}

static void keep_only(uint64_t kept) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[CAPABILITY_WORDS] = {{0}};
    if (syscall(SYS_capget, &header, data) != 0) return;
    for (int word = 0; word < CAPABILITY_WORDS; word++) {
        data[word].permitted &= (uint32_t)(kept >> 32 * word);
        data[word].effective = data[word].permitted;
        data[word].inheritable = 0;
    }
    syscall(SYS_capset, &header, data);
}

void privileges_raise(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[CAPABILITY_WORDS] = {{0}};
    if (syscall(SYS_capget, &header, data) != 0) return;
    for (int word = 0; word < CAPABILITY_WORDS; word++) data[word].effective = data[word].permitted;
    syscall(SYS_capset, &header, data);
}

void privileges_drop(enum privileges_needed needed, const struct writable *writable) {
    uint64_t kept = needed == NEEDS_LINKS ? UINT64_C(1) << CAP_NET_RAW : 0;
    drop_from_bounding_set(kept);
    leave_root();
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    keep_only(kept);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (SANITIZED) return;
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    syscall_filter_install(needed == NEEDS_LINKS, writable);
}

#elif defined(__APPLE__)
#include <sandbox.h>
#include <stddef.h>

void privileges_raise(void) {}

/* A capture has BPF devices to open again and keeps what it may; it never had a privilege beyond them. Deprecated
 * since 10.8 without a successor for a program that is not an app. */
void privileges_drop(enum privileges_needed needed, const struct writable *writable) {
    char *error = NULL;
    (void)writable;
    if (needed == NEEDS_LINKS) return;
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
    if (sandbox_init(kSBXProfilePureComputation, SANDBOX_NAMED, &error) != 0) sandbox_free_error(error);
#pragma clang diagnostic pop
}

#else

void privileges_raise(void) {}

void privileges_drop(enum privileges_needed needed, const struct writable *writable) { (void)needed, (void)writable; }

#endif
