package streamchecker.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the job writes of what it reads. */
class SumProcessorTest {
    private static final long START = 1_700_000_000_000L;

    @TempDir
    Path folder;

    private long now = START + 1_000;
    private Scopes scopes = Scopes.NONE;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> traffic;
    private TestOutputTopic<byte[], byte[]> sums;

    @BeforeEach
    void start() {
        Settings settings = Settings.parse(new String[] {"--brokers", "none:1", "--window", "10s"});
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver = new TopologyTestDriver(Main.topology(settings, () -> scopes, () -> now), properties, Instant.ofEpochMilli(now));
        traffic = driver.createInputTopic("traffic", new ByteArraySerializer(), new ByteArraySerializer());
        sums = driver.createOutputTopic("traffic-sums", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void replacesItsSumsAndTellsPairsOnce() {
        send(record(0, 1, 700), record(1, 1, 300));
        List<String> written = look();
        assertTrue(contains(written, "10000/1700000000000/0 {\"v\":1,\"kind\":\"sums\",\"start\":1700000000000,\"end\":1700000010000,"
            + "\"partition\":0,\"revision\":2,\"bytes\":1000,\"packets\":2,\"pairCount\":1,\"top\":[[\"10.0.0.1\",\"10.0.0.2\",1000,2]],"
            + "\"open\":{\"bytes\":1000,\"packets\":2,\"scopes\":[]}"), written.toString());
        send(record(2, 2, 5));
        now = START + 10_000;
        send(mark(3, 10_000));
        written = look();
        assertTrue(contains(written, "/4 {", "\"bytes\":1005,\"packets\":3", "\"pairs\":[[\"ann\",[\"10.0.0.1\",\"10.0.0.2\",1005,3]]]", "\"open\":{\"bytes\":0,\"packets\":0"), written.toString());
        send(record(4, 3, 1));
        written = look();
        assertTrue(contains(written, "\"bytes\":1006,\"packets\":4", "\"pairs\":[[\"ann\",[\"10.0.0.1\",\"10.0.0.2\",1,1]]]"), written.toString());
    }

    @Test
    void passesOverWhatCameBefore() {
        send(record(0, 1, 700), record(1, 1, 300));
        send(record(0, 1, 700), record(1, 1, 300), record(2, 1, 1));
        assertTrue(contains(look(), "\"bytes\":1001,\"packets\":3"), "duplicates count once");
    }

    @Test
    void sendsMarksAndWhatItCannotReadBehindTheSumsBeforeThem() {
        send(record(0, 1, 700));
        send(mark(1, 2_000), "rubbish");
        List<String> written = look();
        int sum = indexOf(written, "\"kind\":\"sums\"");
        assertTrue(sum >= 0 && sum < indexOf(written, "\"kind\":\"mark\""), written.toString());
        assertTrue(indexOf(written, "\"kind\":\"mark\"") < indexOf(written, "rubbish"), written.toString());
        assertTrue(written.get(written.size() - 1).contains("\"kind\":\"progress\""), "progress behind all of it");
        assertTrue(written.get(indexOf(written, "rubbish")).startsWith("record/2/0 "), "with its offset");
    }

    @Test
    void sumsTheScopesOfLimitsWhileAWindowIsOpen() throws Exception {
        scopes = new Scopes(List.of(LimitRow.read("""
            {"v":1,"scope":"10.0.0.0/24|","from":["10.0.0.0/24"],"to":[],"direction":null}""".getBytes(StandardCharsets.UTF_8))));
        send(record(0, 1, 700));
        send(record(1, 1, 40).replace("\"source\":\"10.0.0.1\"", "\"source\":\"10.0.1.1\""));
        assertTrue(contains(look(), "\"scopes\":[[\"10.0.0.0/24|\",700]]"), "bytes of the network alone");
    }

    @Test
    void endsAWindowThatRestsWithoutAMark() {
        send(record(0, 1, 700));
        look();
        now = START + 12_000;
        assertTrue(contains(look(), "\"pairs\":[[\"ann\""), "pairs of a window that is over");
    }

    private void send(String... values) {
        for (String value : values) traffic.pipeInput(new TestRecord<>(text("10.0.0.1,10.0.0.2"), text(value), new RecordHeaders(), START));
    }

    /** What was written since the last look: key and value. */
    private List<String> look() {
        driver.advanceWallClockTime(Duration.ofMillis(500));
        List<String> written = new ArrayList<>();
        for (var one : sums.readRecordsToList()) written.add(new String(one.key(), StandardCharsets.UTF_8) + " " + new String(one.value(), StandardCharsets.UTF_8));
        return written;
    }

    private static boolean contains(List<String> written, String... parts) {
        return written.stream().anyMatch(one -> List.of(parts).stream().allMatch(one::contains));
    }

    private static int indexOf(List<String> written, String part) {
        for (int i = 0; i < written.size(); i++) if (written.get(i).contains(part)) return i;
        return -1;
    }

    private static String record(long sequence, int second, long bytes) {
        long from = START + 1_000L * second;
        return "{\"v\":2,\"source\":\"10.0.0.1\",\"destination\":\"10.0.0.2\",\"bytes\":" + bytes + ",\"packets\":1,\"from\":" + from + ",\"to\":" + (from + 1_000)
            + ",\"interface\":\"eth0\",\"agent\":\"ann\",\"epoch\":5,\"sequence\":" + sequence + "}";
    }

    private static String mark(long sequence, long reached) {
        return "{\"v\":2,\"kind\":\"mark\",\"agent\":\"ann\",\"epoch\":5,\"sequence\":" + sequence + ",\"reached\":" + (START + reached) + ",\"interfaces\":[]}";
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
