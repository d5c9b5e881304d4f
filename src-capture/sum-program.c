#ifdef __linux__
#include "sum-program.h"

#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include "bpf-call.h"

enum {
    MAX_CODE = 512,
    MAX_JUMPS = 64,
    /* Where the frame lies on the stack: the addresses of both families at the same place. */
    AT_ADDRESSES = -40,
    AT_FIRST_SET = -8,
    AT_IPV4 = AT_ADDRESSES - 12,
    AT_ETHERTYPE = AT_IPV4 - 2,
    AT_IPV6 = AT_ADDRESSES - 8,
    ETHERTYPE_OFFSET = 12,
    IP_OFFSET = 14,
    IPV4_BYTES = 20,
    IPV6_BYTES = 40
};

static const uint64_t multiplier = UINT64_C(0x9e3779b97f4a7c15);

/* Jumps forward to a place that is written later. */
struct place {
    uint16_t jumps[MAX_JUMPS];
    uint16_t count;
};

struct code {
    struct bpf_insn all[MAX_CODE];
    uint16_t count;
    struct place ring, refused, six, left;
};

static void add(struct code *code, uint8_t operation, uint8_t to, uint8_t from, int16_t offset, int32_t immediate) {
    code->all[code->count++] =
        (struct bpf_insn){.code = operation, .dst_reg = to & 15u, .src_reg = from & 15u, .off = offset, .imm = immediate};
}

static void set(struct code *code, uint8_t to, int32_t value) { add(code, BPF_ALU64 | BPF_MOV | BPF_K, to, 0, 0, value); }

static void copy(struct code *code, uint8_t to, uint8_t from) { add(code, BPF_ALU64 | BPF_MOV | BPF_X, to, from, 0, 0); }

static void compute(struct code *code, uint8_t operation, uint8_t to, int32_t value) {
    add(code, BPF_ALU64 | BPF_K | operation, to, 0, 0, value);
}

static void combine(struct code *code, uint8_t operation, uint8_t to, uint8_t from) {
    add(code, BPF_ALU64 | BPF_X | operation, to, from, 0, 0);
}

static void set_wide(struct code *code, uint8_t to, uint8_t kind, uint64_t value) {
    add(code, BPF_LD | BPF_DW | BPF_IMM, to, kind, 0, (int32_t)value);
    add(code, 0, 0, 0, 0, (int32_t)(value >> 32));
}

static void load(struct code *code, uint8_t size, uint8_t to, uint8_t from, int offset) {
    add(code, BPF_LDX | BPF_MEM | size, to, from, (int16_t)offset, 0);
}

static void store(struct code *code, uint8_t to, int offset, uint8_t from) {
    add(code, BPF_STX | BPF_MEM | BPF_DW, to, from, (int16_t)offset, 0);
}

static void jump_if(struct code *code, uint8_t operation, uint8_t left, int32_t value, struct place *place) {
    place->jumps[place->count++] = code->count;
    add(code, BPF_JMP | BPF_K | operation, left, 0, 0, value);
}

static void jump_if_register(struct code *code, uint8_t operation, uint8_t left, uint8_t right, struct place *place) {
    place->jumps[place->count++] = code->count;
    add(code, BPF_JMP | BPF_X | operation, left, right, 0, 0);
}

static void jump(struct code *code, struct place *place) { jump_if(code, BPF_JA, 0, 0, place); }

static void put(struct code *code, const struct place *place) {
    for (uint16_t i = 0; i < place->count; i++)
        code->all[place->jumps[i]].off = (int16_t)(code->count - place->jumps[i] - 1);
}

static void call(struct code *code, int32_t function) { add(code, BPF_JMP | BPF_CALL, 0, 0, 0, function); }

/* A number of the frame, in network order. */
static void load_16(struct code *code, uint8_t to, int offset) {
    load(code, BPF_H, to, BPF_REG_10, offset);
    add(code, BPF_ALU | BPF_END | BPF_TO_BE, to, 0, 0, 16);
}

/* What is too short for it goes into the ring. */
static void copy_frame(struct code *code, int32_t offset, int32_t length, int32_t to) {
    copy(code, BPF_REG_1, BPF_REG_6);
    set(code, BPF_REG_2, offset);
    copy(code, BPF_REG_3, BPF_REG_10);
    compute(code, BPF_ADD, BPF_REG_3, to);
    set(code, BPF_REG_4, length);
    call(code, BPF_FUNC_skb_load_bytes);
    jump_if(code, BPF_JNE, BPF_REG_0, 0, &code->ring);
}

/* Whose packets count, as in kernel-filter.c. */
static void choose_packets(struct code *code, const struct sum_manner *manner) {
    load(code, BPF_W, BPF_REG_1, BPF_REG_6, offsetof(struct __sk_buff, pkt_type));
    if (manner->refuses_sent) jump_if(code, BPF_JEQ, BPF_REG_1, PACKET_OUTGOING, &code->refused);
    if (!manner->admits_all) jump_if(code, BPF_JEQ, BPF_REG_1, PACKET_OTHERHOST, &code->refused);
}

/* From here on, register 8 is the packet's length. */
static void measure_ipv4(struct code *code) {
    load(code, BPF_B, BPF_REG_1, BPF_REG_10, AT_IPV4);
    jump_if(code, BPF_JLT, BPF_REG_1, 0x45, &code->ring);
    jump_if(code, BPF_JGT, BPF_REG_1, 0x4f, &code->ring);
    compute(code, BPF_AND, BPF_REG_1, 15);
    compute(code, BPF_LSH, BPF_REG_1, 2);
    load_16(code, BPF_REG_8, AT_IPV4 + 2);
    jump_if_register(code, BPF_JLT, BPF_REG_8, BPF_REG_1, &code->ring);
}

static void measure_ipv6(struct code *code) {
    copy_frame(code, IP_OFFSET, IPV6_BYTES, AT_IPV6);
    load(code, BPF_B, BPF_REG_1, BPF_REG_10, AT_IPV6);
    compute(code, BPF_RSH, BPF_REG_1, 4);
    jump_if(code, BPF_JNE, BPF_REG_1, 6, &code->ring);
    load_16(code, BPF_REG_8, AT_IPV6 + 4);
    jump_if(code, BPF_JEQ, BPF_REG_8, 0, &code->ring);
    compute(code, BPF_ADD, BPF_REG_8, IPV6_BYTES);
}

enum { TAG = offsetof(struct sum_slot, tag), ADDRESSES = offsetof(struct sum_slot, addresses),
       BYTES = offsetof(struct sum_slot, bytes), PACKETS = offsetof(struct sum_slot, packets) };

static void increase(struct code *code, uint8_t slot, int field) {
    load(code, BPF_DW, BPF_REG_3, slot, field);
    compute(code, BPF_ADD, BPF_REG_3, 1);
    store(code, slot, field, BPF_REG_3);
}

/* Register 7 becomes this processor's first set; from here on, an addition is under way. */
static void begin_addition(struct code *code, const struct sum_manner *manner) {
    call(code, BPF_FUNC_get_smp_processor_id);
    jump_if(code, BPF_JGE, BPF_REG_0, (int32_t)manner->processors, &code->ring);
    compute(code, BPF_MUL, BPF_REG_0, 2 * SUM_SET_BYTES);
    set_wide(code, BPF_REG_7, BPF_PSEUDO_MAP_VALUE, (uint32_t)manner->map);
    compute(code, BPF_ADD, BPF_REG_7, SUM_HEADER_BYTES);
    combine(code, BPF_ADD, BPF_REG_7, BPF_REG_0);
    store(code, BPF_REG_10, AT_FIRST_SET, BPF_REG_7);
    increase(code, BPF_REG_7, ADDRESSES + 8 * SUM_BEGUN);
}

static void end_addition(struct code *code) {
    load(code, BPF_DW, BPF_REG_1, BPF_REG_10, AT_FIRST_SET);
    increase(code, BPF_REG_1, ADDRESSES + 8 * SUM_ENDED);
}

/* Register 7 becomes this processor's set of the period that runs, or of the one after it. */
static void find_set(struct code *code, const struct sum_manner *manner) {
    struct place first = {.count = 0};
    begin_addition(code, manner);
    call(code, BPF_FUNC_ktime_get_ns);
    set_wide(code, BPF_REG_2, BPF_PSEUDO_MAP_VALUE, (uint32_t)manner->map);
    load(code, BPF_DW, BPF_REG_1, BPF_REG_2, 0);
    copy(code, BPF_REG_9, BPF_REG_1);
    compute(code, BPF_AND, BPF_REG_9, 1);
    compute(code, BPF_RSH, BPF_REG_1, 1);
    compute(code, BPF_LSH, BPF_REG_1, 1);
    combine(code, BPF_SUB, BPF_REG_0, BPF_REG_1);
    jump_if(code, BPF_JLT, BPF_REG_0, (int32_t)manner->period_ns, &first);
    compute(code, BPF_SUB, BPF_REG_0, (int32_t)manner->period_ns);
    compute(code, BPF_XOR, BPF_REG_9, 1);
    jump_if(code, BPF_JGE, BPF_REG_0, (int32_t)manner->period_ns, &code->left);
    put(code, &first);
    compute(code, BPF_MUL, BPF_REG_9, SUM_SET_BYTES);
    combine(code, BPF_ADD, BPF_REG_7, BPF_REG_9);
}

static void mix(struct code *code, uint8_t word) {
    combine(code, BPF_XOR, BPF_REG_9, word);
    combine(code, BPF_MUL, BPF_REG_9, BPF_REG_2);
    copy(code, BPF_REG_1, BPF_REG_9);
    compute(code, BPF_RSH, BPF_REG_1, 32);
    combine(code, BPF_XOR, BPF_REG_9, BPF_REG_1);
}

/* Register 5 becomes the tag, register 0 the first word of the addresses, register 9 the slot to begin with. */
static void hash_pair(struct code *code, const struct sum_manner *manner, int family, int words) {
    load(code, BPF_W, BPF_REG_5, BPF_REG_6, offsetof(struct __sk_buff, ifindex));
    compute(code, BPF_LSH, BPF_REG_5, 8);
    compute(code, BPF_OR, BPF_REG_5, family);
    set_wide(code, BPF_REG_2, 0, multiplier);
    set_wide(code, BPF_REG_9, 0, manner->seed);
    mix(code, BPF_REG_5);
    for (int i = words - 1; i >= 0; i--) {
        load(code, BPF_DW, BPF_REG_0, BPF_REG_10, AT_ADDRESSES + 8 * i);
        mix(code, BPF_REG_0);
    }
}

/* Looks at some slots, one behind the other; register 2 becomes the pair's, or a free one. */
static void find_slot(struct code *code, int words, struct place *found, struct place *vacant) {
    for (int probe = 0; probe < SUM_PROBES; probe++) {
        struct place other = {.count = 0};
        copy(code, BPF_REG_1, BPF_REG_9);
        compute(code, BPF_ADD, BPF_REG_1, probe);
        compute(code, BPF_AND, BPF_REG_1, SUM_SLOTS - 1);
        compute(code, BPF_LSH, BPF_REG_1, SUM_SLOT_BYTES_BITS);
        copy(code, BPF_REG_2, BPF_REG_7);
        combine(code, BPF_ADD, BPF_REG_2, BPF_REG_1);
        load(code, BPF_DW, BPF_REG_3, BPF_REG_2, TAG);
        jump_if(code, BPF_JEQ, BPF_REG_3, 0, vacant);
        jump_if_register(code, BPF_JNE, BPF_REG_3, BPF_REG_5, &other);
        load(code, BPF_DW, BPF_REG_3, BPF_REG_2, ADDRESSES);
        jump_if_register(code, BPF_JNE, BPF_REG_3, BPF_REG_0, &other);
        for (int i = 1; i < words; i++) {
            load(code, BPF_DW, BPF_REG_3, BPF_REG_2, ADDRESSES + 8 * i);
            load(code, BPF_DW, BPF_REG_4, BPF_REG_10, AT_ADDRESSES + 8 * i);
            jump_if_register(code, BPF_JNE, BPF_REG_3, BPF_REG_4, &other);
        }
        jump(code, found);
        put(code, &other);
    }
    increase(code, BPF_REG_7, BYTES);
    jump(code, &code->left);
}

static void add_to_pair(struct code *code, const struct sum_manner *manner, int family, int words) {
    struct place found = {.count = 0}, vacant = {.count = 0};
    find_set(code, manner);
    hash_pair(code, manner, family, words);
    find_slot(code, words, &found, &vacant);
    put(code, &vacant);
    /* Whatever was left there. */
    set(code, BPF_REG_3, 0);
    store(code, BPF_REG_2, BYTES, BPF_REG_3);
    store(code, BPF_REG_2, PACKETS, BPF_REG_3);
    store(code, BPF_REG_2, ADDRESSES, BPF_REG_0);
    for (int i = 1; i < words; i++) {
        load(code, BPF_DW, BPF_REG_3, BPF_REG_10, AT_ADDRESSES + 8 * i);
        store(code, BPF_REG_2, ADDRESSES + 8 * i, BPF_REG_3);
    }
    store(code, BPF_REG_2, TAG, BPF_REG_5);
    increase(code, BPF_REG_7, PACKETS);
    put(code, &found);
    load(code, BPF_DW, BPF_REG_3, BPF_REG_2, BYTES);
    combine(code, BPF_ADD, BPF_REG_3, BPF_REG_8);
    store(code, BPF_REG_2, BYTES, BPF_REG_3);
    increase(code, BPF_REG_2, PACKETS);
    end_addition(code);
    set(code, BPF_REG_0, 0);
    add(code, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

/* Nothing where no jump leads there: the kernel refuses code that is never run. */
static void end_with(struct code *code, const struct place *place, uint32_t length) {
    if (place->count == 0) return;
    put(code, place);
    set(code, BPF_REG_0, (int32_t)length);
    add(code, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

static void write_code(struct code *code, const struct sum_manner *manner) {
    copy(code, BPF_REG_6, BPF_REG_1);
    choose_packets(code, manner);
    copy_frame(code, ETHERTYPE_OFFSET, 2 + IPV4_BYTES, AT_ETHERTYPE);
    load_16(code, BPF_REG_1, AT_ETHERTYPE);
    jump_if(code, BPF_JEQ, BPF_REG_1, ETH_P_IPV6, &code->six);
    jump_if(code, BPF_JNE, BPF_REG_1, ETH_P_IP, &code->ring);
    measure_ipv4(code);
    add_to_pair(code, manner, 4, 1);
    put(code, &code->six);
    measure_ipv6(code);
    add_to_pair(code, manner, 6, 4);
    put(code, &code->left);
    end_addition(code);
    end_with(code, &code->ring, manner->snaplen);
    end_with(code, &code->refused, 0);
}

int sum_program_load(const struct sum_manner *manner) {
    static struct code code;
    code = (struct code){.count = 0};
    write_code(&code, manner);
    union bpf_attr attributes = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
                                 .insns = (uint64_t)(uintptr_t)code.all,
                                 .insn_cnt = code.count,
                                 .license = (uint64_t)(uintptr_t) "MIT"};
    return bpf_call(BPF_PROG_LOAD, &attributes);
}
#endif
