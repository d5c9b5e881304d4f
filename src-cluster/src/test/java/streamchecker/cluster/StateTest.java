package streamchecker.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the sums when an instance ends, or is killed. */
class StateTest {
    private static final long WINDOW_MS = 10_000;
    private static final StateConfig.Work WORK = new StateConfig.Work(WINDOW_MS, "traffic", "sums");

    @TempDir
    Path folder;

    private final RecordScanner scanner = new RecordScanner(1_000);
    private SumsStore store;

    @BeforeEach
    void open() {
        SumsStore.Builder builder = new SumsStore.Builder("state", Map.of());
        builder.withLoggingDisabled();
        store = builder.build();
        var context = new MockProcessorContext<byte[], byte[]>(new Properties(), new TaskId(0, 0), new File(folder.toString()));
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void goesOnFromWhatWasSavedAlone() {
        WindowStates states = new WindowStates(store, WORK);
        for (int i = 0; i < 40_000; i++) {
            add(states, i, "10.0." + i % 7 + "." + i % 200, i);
            // Blocks are written anew when they hold pairs many times.
            if (i % 500 == 499) states.save();
        }
        add(states, 40_000, "2001:db8::1", 5);
        states.save();
        List<String> saved = pairsOf(states.window(0));
        add(states, 40_001, "10.9.9.9", 1);

        WindowStates again = new WindowStates(store, WORK);
        WindowSums window = again.window(0);
        assertEquals(saved, pairsOf(window));
        assertEquals(40_001, window.packets);
        assertEquals(window.bytes, window.openBytes);
        assertEquals(window.bytes, window.shares.values().iterator().next().bytes);
        assertTrue(again.isRepeated("ann", 5, 40_000));
        assertFalse(again.isRepeated("ann", 5, 40_001));
        assertFalse(again.isRepeated("ann", 6, 0));
        assertEquals(Map.of("eth0", 40_001L), Map.of("eth0", window.shares.values().iterator().next().packets));
    }

    @Test
    void writesNoRowThatIsLongerThanAMessageMayBe() {
        WindowStates states = new WindowStates(store, WORK);
        for (int i = 0; i < 45_000; i++) add(states, i, i < 30_000 ? "10." + i / 60_000 + "." + i / 250 + "." + i % 250 : "2001:db8::" + Integer.toHexString(i), 1);
        List<String> pairs = pairsOf(states.window(0));
        assertEquals(45_000, pairs.size());
        states.save();
        int longest = 0;
        try (var rows = store.range(new byte[] {0}, new byte[] {'z'})) {
            while (rows.hasNext()) longest = Math.max(longest, rows.next().value.length);
        }
        assertTrue(longest > 200_000 && longest < 700_000, "of " + longest + " bytes");
        assertEquals(pairs, pairsOf(new WindowStates(store, WORK).window(0)));
    }

    @Test
    void keepsNoPairsThatWereWritten() {
        WindowStates states = new WindowStates(store, WORK);
        add(states, 0, "10.0.0.1", 7);
        states.save();
        WindowSums window = states.window(0);
        window.clearOpen();
        states.save();
        WindowSums again = new WindowStates(store, WORK).window(0);
        assertEquals(7, again.bytes);
        assertFalse(again.hasOpen());
        assertFalse(new WindowStates(store, WORK).isRepeated("ann", 5, 1));
    }

    @Test
    void refusesTheStateOfAnotherJob() {
        WindowStates states = new WindowStates(store, WORK);
        states.noteTime(1);
        states.save();
        JobException thrown = assertThrows(JobException.class, () -> new WindowStates(store, new StateConfig.Work(2 * WINDOW_MS, "traffic", "sums")));
        assertTrue(thrown.getMessage().contains("Give it --window 10000ms"), thrown.getMessage());
        thrown = assertThrows(JobException.class, () -> new WindowStates(store, new StateConfig.Work(WINDOW_MS, "other", "sums")));
        assertTrue(thrown.getMessage().contains("was summed from traffic into sums, and this job is to sum other into sums"), thrown.getMessage());
        store.put(StateCodec.CONFIG, "1 10000 5".getBytes(StandardCharsets.UTF_8));
        assertEquals(5, StateConfig.read(store, WORK).newestMs());
        store.put(StateCodec.CONFIG, "2 10000 0".getBytes(StandardCharsets.UTF_8));
        thrown = assertThrows(JobException.class, () -> new WindowStates(store, WORK));
        assertTrue(thrown.getMessage().contains("written by version 2 of the job"), thrown.getMessage());
    }

    private void add(WindowStates states, long sequence, String source, long bytes) {
        String destination = source.contains(":") ? "::1" : "10.1.0.1";
        byte[] value = ("{\"v\":2,\"source\":\"" + source + "\",\"destination\":\"" + destination + "\",\"bytes\":" + bytes
            + ",\"packets\":1,\"from\":0,\"to\":1000,\"interface\":\"eth0\",\"agent\":\"ann\",\"epoch\":5,\"sequence\":" + sequence + "}").getBytes(StandardCharsets.UTF_8);
        assertTrue(scanner.scan(null, value, 0, new RecordHeaders()));
        states.isRepeated("ann", 5, sequence);
        WindowSums window = states.window(0);
        var key = new WindowSums.ShareKey("ann", 5, "eth0");
        window.add(scanner, window.shares.computeIfAbsent(key, none -> new WindowSums.Share()), states.agents().number("ann"), 0);
    }

    private static List<String> pairsOf(WindowSums window) {
        List<String> pairs = new ArrayList<>();
        for (PairTable table : List.of(window.v4, window.v6))
            for (int place = 0; place < table.size(); place++) {
                String key = "";
                for (int word = 0; word < table.words; word++) key += Long.toHexString(table.word(place, word)) + " ";
                pairs.add(key + table.bytes(place) + " " + table.packets(place));
            }
        pairs.sort(null);
        return pairs;
    }
}
