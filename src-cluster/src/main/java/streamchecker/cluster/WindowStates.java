package streamchecker.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.common.utils.Bytes;

/** The windows and sequences of one partition: what changes in memory, and all of it in the store. */
final class WindowStates {
    /** Sums are kept for so long after their window, so that what is late is added to them. */
    static final long KEPT_MS = 4 * 24 * 3_600_000L;
    /** An agent's life that was heard of no more for so long is forgotten: what comes of it is too late. */
    private static final long REMEMBERED_MS = 7 * 24 * 3_600_000L;
    /** Blocks of so many times the pairs that a window has are written anew. */
    private static final int MOST_REPEATED = 4;

    private record Life(String agent, long epoch) {}

    private static final class Sequence {
        long next;
        boolean isUnsaved;
    }

    private final SumsStore store;
    private final StateConfig.Work work;
    private final TreeMap<Long, WindowSums> windows = new TreeMap<>();
    private final Map<Life, Sequence> sequences = new HashMap<>();
    private final Agents agents = new Agents();
    private long newestMs;
    private long savedNewestMs = Long.MIN_VALUE;
    private long trimmedMs = Long.MIN_VALUE;
    private Life lastLife = new Life(null, 0);
    private Sequence last = new Sequence();

    WindowStates(SumsStore store, StateConfig.Work work) {
        this.store = store;
        this.work = work;
        newestMs = StateConfig.read(store, work).newestMs();
        try (KeyValueIterator<Bytes, byte[]> rows = store.range(new byte[] {'b'}, new byte[] {'c'})) {
            while (rows.hasNext()) {
                var row = rows.next();
                if (row.key.get().length == 13) StateCodec.decodeBlock(row.value, window(StateCodec.startOf(row.key.get())), agents);
            }
        }
        for (WindowSums window : windows.values()) {
            // What was read is saved.
            window.v4.save((place, bytes, packets) -> {});
            window.v6.save((place, bytes, packets) -> {});
        }
    }

    Agents agents() {
        return agents;
    }

    Collection<WindowSums> inMemory() {
        return windows.values();
    }

    /** The window that starts then: from memory, from the store, or an empty one. */
    WindowSums window(long start) {
        WindowSums known = windows.get(start);
        if (known != null) return known;
        byte[] row = store.get(StateCodec.windowKey(start));
        WindowSums window = row == null ? new WindowSums(start) : StateCodec.decodeWindow(start, row);
        windows.put(start, window);
        return window;
    }

    /** Whether the sums of a window that starts then are kept. */
    boolean keeps(long start) {
        return newestMs == Long.MIN_VALUE || start >= newestMs - KEPT_MS;
    }

    void noteTime(long eventMs) {
        newestMs = Math.max(newestMs, eventMs);
    }

    /** @return whether a record of that sequence came before; from now on it did */
    boolean isRepeated(String agent, long epoch, long sequence) {
        Sequence known = sequence(agent, epoch);
        if (sequence < known.next) return true;
        known.next = sequence + 1;
        known.isUnsaved = true;
        return false;
    }

    private Sequence sequence(String agent, long epoch) {
        if (agent.equals(lastLife.agent) && epoch == lastLife.epoch) return last;
        lastLife = new Life(agent, epoch);
        last = sequences.computeIfAbsent(lastLife, life -> {
            Sequence read = new Sequence();
            byte[] row = store.get(StateCodec.sequenceKey(agent, epoch));
            if (row != null) read.next = ByteBuffer.wrap(row).getLong();
            return read;
        });
        return last;
    }

    /** Writes what has changed. */
    void save() {
        if (newestMs > savedNewestMs) {
            savedNewestMs = newestMs;
            new StateConfig(work, newestMs).write(store);
        }
        for (var entry : sequences.entrySet()) {
            if (!entry.getValue().isUnsaved) continue;
            entry.getValue().isUnsaved = false;
            Life life = entry.getKey();
            store.put(StateCodec.sequenceKey(life.agent, life.epoch), StateCodec.encodeSequence(entry.getValue().next, newestMs));
        }
        for (WindowSums window : windows.values()) if (window.isUnsaved) save(window);
    }

    private void save(WindowSums window) {
        window.isUnsaved = false;
        int pairs = window.v4.size() + window.v6.size();
        if (pairs == 0 || window.savedPairs > (long) MOST_REPEATED * pairs + 1_000) {
            for (; window.firstBlock < window.nextBlock; window.firstBlock++) store.put(StateCodec.blockKey(window.start, window.firstBlock), null);
            window.savedPairs = 0;
            window.v4.forgetSaved();
            window.v6.forgetSaved();
        }
        window.savedPairs += window.unsavedPairs();
        while (window.unsavedPairs() > 0) store.put(StateCodec.blockKey(window.start, window.nextBlock++), StateCodec.encodeBlock(window, agents));
        store.put(StateCodec.windowKey(window.start), StateCodec.encodeWindow(window));
    }

    /** Lets go of windows that rest, and of what the store has of those that nothing is added to any more. */
    void release(long nowMs) {
        windows.values().removeIf(window -> !window.isUnsaved && !window.isNews && !window.hasOpen() && window.touchedAt < nowMs - 60_000);
        if (newestMs == Long.MIN_VALUE || newestMs < trimmedMs + 3_600_000) return;
        trimmedMs = newestMs;
        List<byte[]> gone = new ArrayList<>();
        try (var rows = store.range(StateCodec.windowKey(0), StateCodec.windowKey(Math.max(0, newestMs - 2 * KEPT_MS)))) {
            while (rows.hasNext()) gone.add(rows.next().key.get());
        }
        try (var rows = store.range(new byte[] {'s'}, new byte[] {'t'})) {
            while (rows.hasNext()) {
                var row = rows.next();
                if (ByteBuffer.wrap(row.value).getLong(8) < newestMs - REMEMBERED_MS) gone.add(row.key.get());
            }
        }
        for (byte[] key : gone) store.put(key, null);
        sequences.values().removeIf(sequence -> !sequence.isUnsaved);
        lastLife = new Life(null, 0);
    }
}
