/* Writes a classic pcap file: `generate-file FILE PACKETS PAIRS`. Ethernet frames of 64 bytes with UDP over IPv4, a
 * million a second; each of a pair chosen at random, the same ones each time. */
#include <stdio.h>
#include <stdlib.h>

#include "frame.h"

struct file_header {
    uint32_t magic;
    uint16_t major, minor;
    uint32_t zone, accuracy, snaplen, link_type;
};

struct packet {
    uint32_t seconds, microseconds, captured, original;
    uint8_t frame[FRAME_BYTES];
};

int main(int argc, char **argv) {
    if (argc != 4) return fputs("usage: generate-file FILE PACKETS PAIRS\n", stderr), 2;
    uint64_t packets = strtoull(argv[2], NULL, 10);
    uint32_t pairs = (uint32_t)strtoul(argv[3], NULL, 10);
    FILE *file = fopen(argv[1], "wb");
    if (file == NULL || pairs == 0) return perror(argv[1]), 1;
    setvbuf(file, NULL, _IOFBF, 1 << 20);
    struct file_header header = {0xa1b2c3d4, 2, 4, 0, 0, 262144, 1};
    fwrite(&header, sizeof header, 1, file);
    struct packet packet = {.captured = FRAME_BYTES, .original = FRAME_BYTES};
    struct pair_choice choice = {.pairs = pairs, .state = 1};
    frame_prepare(packet.frame);
    for (uint64_t i = 0; i < packets; i++) {
        packet.seconds = (uint32_t)(1700000000 + i / 1000000);
        packet.microseconds = (uint32_t)(i % 1000000);
        frame_set_pair(packet.frame, next_pair(&choice));
        fwrite(&packet, sizeof packet, 1, file);
    }
    if (ferror(file) || fclose(file) != 0) return perror(argv[1]), 1;
    return 0;
}
