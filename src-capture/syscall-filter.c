#include "syscall-filter.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#ifdef MACHINE

/* A call that is allowed, or only where `argument & mask == value`. An argument's upper half is not looked at: of
 * those that are checked, the kernel takes the lower one only, or nothing there would widen what is allowed. */
struct rule {
    uint32_t call;
    bool conditional;
    uint8_t argument;
    uint32_t mask;
    uint32_t value;
};

#define ALLOW(name) {.call = SYS_##name}
#define ALLOW_IF(name, which, bits, wanted) \
    {.call = SYS_##name, .conditional = true, .argument = (which), .mask = (bits), .value = (wanted)}

/* Waiting, reading what is open, memory that can't be executed, the end. The frequent ones first. */
static const struct rule always[] = {
#ifdef SYS_poll
    ALLOW(poll),
#endif
    ALLOW(ppoll),
    ALLOW(read),
    ALLOW(clock_gettime),
    ALLOW(gettimeofday),
    ALLOW(close),
    ALLOW(fcntl),
    ALLOW(fstat),
    ALLOW(lseek),
    ALLOW_IF(mmap, 2, PROT_EXEC, 0),
    ALLOW_IF(mprotect, 2, PROT_EXEC, 0),
    ALLOW(munmap),
    ALLOW(mremap),
    ALLOW(madvise),
    ALLOW(brk),
    ALLOW(futex),
    ALLOW(getrandom),
    ALLOW(getpid),
    ALLOW(gettid),
    ALLOW(rt_sigreturn),
    ALLOW(rt_sigaction),
    ALLOW(rt_sigprocmask),
    ALLOW(restart_syscall),
    ALLOW(exit),
    ALLOW(exit_group),
};

enum { WRITING = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND };

/* What libpcap does to open a link, to change its filter and to read its counters. No call that connects or that
 * sends to an address; of ioctl() only what concerns sockets (0x89..); of files only reading. */
static const struct rule for_links[] = {
    ALLOW_IF(socket, 0, UINT32_MAX, AF_PACKET),
    ALLOW_IF(socket, 0, UINT32_MAX, AF_NETLINK),
    ALLOW_IF(socket, 0, UINT32_MAX, AF_UNIX),
    ALLOW_IF(socket, 0, UINT32_MAX, AF_INET),
    ALLOW(bind),
    ALLOW(getsockname),
    ALLOW(getsockopt),
    ALLOW(setsockopt),
    ALLOW(recvfrom),
    ALLOW(recvmsg),
    ALLOW_IF(ioctl, 1, 0xff00, 0x8900),
    ALLOW_IF(openat, 2, WRITING, O_RDONLY),
    ALLOW(newfstatat),
    ALLOW(statx),
    ALLOW(faccessat),
#ifdef SYS_faccessat2
    ALLOW(faccessat2),
#endif
    ALLOW(readlinkat),
    ALLOW(getdents64),
    ALLOW(eventfd2),
    ALLOW(uname),
    ALLOW(sysinfo),
#ifdef SYS_stat
    ALLOW(stat),
    ALLOW(lstat),
    ALLOW(access),
    ALLOW(readlink),
    ALLOW_IF(open, 1, WRITING, O_RDONLY),
#endif
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { MAX_PER_RULE = 6, AROUND = 5, MAX_INSTRUCTIONS = AROUND + MAX_PER_RULE * (COUNT(always) + COUNT(for_links) + 2 * MAX_WRITABLE) };

struct program {
    struct sock_filter instructions[MAX_INSTRUCTIONS];
    uint16_t count;
};

static void add(struct program *program, uint32_t code, uint32_t operand, uint8_t if_true, uint8_t if_false) {
    program->instructions[program->count++] =
        (struct sock_filter){.code = (uint16_t)code, .jt = if_true, .jf = if_false, .k = operand};
}

static void load(struct program *program, size_t offset) {
    add(program, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void end_with(struct program *program, uint32_t verdict) { add(program, BPF_RET | BPF_K, verdict, 0, 0); }

/* Goes past the next `length` instructions unless what is loaded equals `value`. */
static void skip_unless(struct program *program, uint32_t value, uint8_t length) {
    add(program, BPF_JMP | BPF_JEQ | BPF_K, value, 0, length);
}

static size_t offset_of(uint8_t argument) { return offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t); }

/* Begins and, unless it decides, ends with the call's number loaded. Both machines are little-endian. */
static void add_rule(struct program *program, const struct rule *rule) {
    skip_unless(program, rule->call, rule->conditional ? 5 : 1);
    if (rule->conditional) {
        load(program, offset_of(rule->argument));
        add(program, BPF_ALU | BPF_AND | BPF_K, rule->mask, 0, 0);
        skip_unless(program, rule->value, 1);
    }
    end_with(program, SECCOMP_RET_ALLOW);
    if (rule->conditional) load(program, offsetof(struct seccomp_data, nr));
}

/* A socket of a link would send what is written to it: only these descriptors are written to. */
static void allow_writing(struct program *program, uint32_t fd) {
    const struct rule one = ALLOW_IF(write, 0, UINT32_MAX, fd), several = ALLOW_IF(writev, 0, UINT32_MAX, fd);
    add_rule(program, &one);
    add_rule(program, &several);
}

/* Another system's calls have other numbers: nothing of this process makes them. Any other call is refused, not fatal:
 * libraries of other versions may try some that they can do without. */
bool syscall_filter_install(bool links, const struct writable *writable) {
    static struct program program;
    program.count = 0;
    load(&program, offsetof(struct seccomp_data, arch));
    add(&program, BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
    end_with(&program, SECCOMP_RET_KILL_PROCESS);
    load(&program, offsetof(struct seccomp_data, nr));
    for (uint32_t i = 0; i < writable->count; i++) allow_writing(&program, (uint32_t)writable->fds[i]);
    for (size_t i = 0; i < COUNT(always); i++) add_rule(&program, &always[i]);
    for (size_t i = 0; links && i < COUNT(for_links); i++) add_rule(&program, &for_links[i]);
    end_with(&program, SECCOMP_RET_ERRNO | EPERM);
    struct sock_fprog installed = {.len = program.count, .filter = program.instructions};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &installed, 0, 0) == 0;
}

#else

/* Its table of calls is not known here. */
bool syscall_filter_install(bool links, const struct writable *writable) {
    (void)links, (void)writable;
    return false;
}

#endif
#endif
