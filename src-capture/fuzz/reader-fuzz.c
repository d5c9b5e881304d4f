/* Fuzz target: the reader of capture files, and all that a record of a file goes through up to the sums. An input is a
 * capture file. Linked once with memory-input.c, where every byte beyond what was asked for is out of bounds, and once
 * with file-input.c, the reader's own. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "../capture-file.h"
#include "../decompressor.h"
#include "../meter.h"
#include "fuzz-input.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

/* What was added since the last flush, to compare with the table. */
static struct meter meter;
static struct stats stats;
static uint64_t flushed_packets;

/* Sums of a group's flows, which must be as many as it says. */
static uint64_t bytes_of(const struct flow_table *table, const struct flow_group *group) {
    uint64_t bytes = 0;
    uint16_t chunk = group->first_chunk;
    REQUIRE(group->count > 0);
    for (uint32_t left = group->count; left > 0;) {
        struct flow_run run = flow_table_run(table, group, chunk, left);
        for (uint32_t i = 0; i < run.count; i++, run.words += 2) {
            run.words += flow_address_words(group->family);
            bytes += run.words[0];
            flushed_packets += run.words[1];
        }
        left -= run.count;
        chunk = run.next_chunk;
    }
    return bytes;
}

static void flush(struct meter *full, void *context) {
    (void)context;
    struct flow_table *table = &full->table;
    uint64_t bytes = 0;
    flow_table_finish(table);
    for (uint32_t i = 0; i < table->group_count; i++) bytes += bytes_of(table, &table->groups[i]);
    REQUIRE(bytes == table->bytes && bytes <= FLOW_TABLE_MAX_SUM);
    meter_flush(full);
    output_drain(full->out);
    REQUIRE(table->group_count == 0 && table->bytes == 0);
}

static void start(void) {
    static struct output out;
    if (out.buffer == NULL) {
        REQUIRE(output_open(&out, open("/dev/null", O_WRONLY | O_CLOEXEC)));
        REQUIRE(meter_open(&meter, &out, 1000, false));
        meter.on_full = flush;
    }
    stats = (struct stats){0};
    flushed_packets = 0;
    meter.current_start_us = 0;
}

/* Counts a copy that ends where the captured bytes do. */
static void count(const struct captured *record) {
    REQUIRE(record->captured <= MAX_CAPTURED);
    REQUIRE(record->time_us == meter_time_us(record->time_us / 1000000, record->time_us % 1000000));
    struct captured copy = *record;
    uint8_t *data = malloc(record->captured > 0 ? record->captured : 1);
    REQUIRE(data != NULL);
    memcpy(data, record->data, record->captured);
    copy.data = record->captured > 0 ? data : data + 1;
    meter_record(&meter, &stats, 0, &copy);
    free(data);
}

/* No record is shorter than a block without contents: the reader goes forward. Of what is unpacked, nobody knows the size. */
static uint64_t most_records(const uint8_t *input, size_t size) {
    bool is_packed = size >= COMPRESSION_MAGIC_BYTES && compression_of(input) != NULL;
    return is_packed ? UINT64_MAX : size / 12;
}

static void read_all(struct capture_file *file, uint64_t most) {
    struct captured record;
    enum read_result result;
    uint64_t records = 0;
    while ((result = capture_file_next(file, &record)) == READ_RECORD) {
        count(&record);
        records++;
    }
    REQUIRE(records <= most);
    REQUIRE((result == READ_DAMAGED) == (file->error[0] != '\0'));
    REQUIRE(memchr(file->error, '\0', sizeof file->error) != NULL);
    flush(&meter, NULL);
    uint64_t counted = 0;
    for (int kind = 0; kind < RECORD_KINDS; kind++) counted += stats.records[kind];
    REQUIRE(counted == records && stats.records[RECORD_IP] == flushed_packets);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    struct capture_file file;
    start();
    if (capture_file_open(&file, fuzz_input(input, size))) read_all(&file, most_records(input, size));
    else REQUIRE(file.error[0] != '\0');
    capture_file_close(&file);
    return 0;
}
