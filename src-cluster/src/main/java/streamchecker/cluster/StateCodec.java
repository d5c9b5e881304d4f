package streamchecker.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the store: {@code w} a window's sums, {@code b} a block of its open pairs, {@code s} the sequence that is
 * expected next of an agent, {@code c} what the state was made with.
 */
final class StateCodec {
    static final byte[] CONFIG = {'c'};
    /** A message may have 1 MB; of IPv6, a pair has 52 bytes. */
    static final int MOST_IN_BLOCK = 10_000;

    private StateCodec() {}

    static byte[] windowKey(long start) {
        return ByteBuffer.allocate(9).put((byte) 'w').putLong(start).array();
    }

    static byte[] blockKey(long start, int number) {
        return ByteBuffer.allocate(13).put((byte) 'b').putLong(start).putInt(number).array();
    }

    static long startOf(byte[] key) {
        return ByteBuffer.wrap(key, 1, 8).getLong();
    }

    static int numberOf(byte[] blockKey) {
        return ByteBuffer.wrap(blockKey, 9, 4).getInt();
    }

    static byte[] sequenceKey(String agent, long epoch) {
        byte[] name = agent.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(9 + name.length).put((byte) 's').putLong(epoch).put(name).array();
    }

    /** The sequence expected next, and the event time at which the agent was heard. */
    static byte[] encodeSequence(long next, long seenMs) {
        return ByteBuffer.allocate(16).putLong(next).putLong(seenMs).array();
    }

    static byte[] encodeWindow(WindowSums window) {
        return written(out -> {
            out.writeLong(window.bytes);
            out.writeLong(window.packets);
            out.writeLong(window.revision);
            out.writeInt(window.firstBlock);
            out.writeInt(window.nextBlock);
            out.writeLong(window.savedPairs);
            out.writeInt(window.shares.size());
            for (var share : window.shares.entrySet()) {
                WindowSums.ShareKey key = share.getKey();
                out.writeBoolean(key.agent() != null);
                if (key.agent() != null) out.writeUTF(key.agent());
                out.writeLong(key.epoch());
                out.writeUTF(key.interfaceName());
                out.writeLong(share.getValue().packets);
                out.writeLong(share.getValue().bytes);
            }
        });
    }

    static WindowSums decodeWindow(long start, byte[] row) {
        WindowSums window = new WindowSums(start);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(row))) {
            window.bytes = in.readLong();
            window.packets = in.readLong();
            window.revision = in.readLong();
            window.firstBlock = in.readInt();
            window.nextBlock = in.readInt();
            window.savedPairs = in.readLong();
            for (int left = in.readInt(); left > 0; left--) {
                String agent = in.readBoolean() ? in.readUTF() : null;
                WindowSums.Share share = new WindowSums.Share();
                window.shares.put(new WindowSums.ShareKey(agent, in.readLong(), in.readUTF()), share);
                share.packets = in.readLong();
                share.bytes = in.readLong();
            }
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
        return window;
    }

    /** What has grown of a window's open pairs and is in no block yet, as far as it goes into one. */
    static byte[] encodeBlock(WindowSums window, Agents agents) {
        return written(out -> {
            int room = MOST_IN_BLOCK;
            List<PairTable> tables = List.of(window.v4, window.v6);
            out.writeInt(agents.size());
            for (int i = 0; i < agents.size(); i++) {
                out.writeBoolean(agents.name(i) != null);
                if (agents.name(i) != null) out.writeUTF(agents.name(i));
            }
            for (PairTable table : tables) {
                int count = Math.min(room, table.unsavedCount());
                room -= count;
                out.writeInt(count);
                table.save(count, (place, bytes, packets) -> {
                    try {
                        for (int word = 0; word < table.words; word++) out.writeLong(table.word(place, word));
                        out.writeInt(table.agent(place));
                        out.writeLong(bytes);
                        out.writeLong(packets);
                    } catch (IOException thrown) {
                        throw new UncheckedIOException(thrown);
                    }
                });
            }
        });
    }

    /** Adds a block to a window's open pairs. */
    static void decodeBlock(byte[] row, WindowSums window, Agents agents) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(row))) {
            List<Integer> numbers = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) numbers.add(agents.number(in.readBoolean() ? in.readUTF() : null));
            long[] key = new long[4];
            for (PairTable table : List.of(window.v4, window.v6))
                for (int left = in.readInt(); left > 0; left--) {
                    for (int word = 0; word < table.words; word++) key[word] = in.readLong();
                    int agent = numbers.get(in.readInt());
                    long bytes = in.readLong();
                    long packets = in.readLong();
                    table.add(key, agent, bytes, packets);
                    window.openBytes += bytes;
                    window.openPackets += packets;
                }
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
    }

    private interface Writing {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.write(new DataOutputStream(bytes));
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
        return bytes.toByteArray();
    }
}
