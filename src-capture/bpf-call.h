/* bpf(2), for which the C library has no function: Linux only. */
#ifndef STREAMCHECKER_BPF_CALL_H
#define STREAMCHECKER_BPF_CALL_H

#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int bpf_call(enum bpf_cmd command, union bpf_attr *attributes) {
    return (int)syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

#endif
