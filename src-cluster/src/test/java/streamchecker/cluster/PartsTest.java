package streamchecker.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Addresses, pairs, scopes, records and settings by themselves. */
class PartsTest {
    @Test
    void writesAddressesAsRfc5952Does() {
        Map<String, String> forms = Map.of("2001:DB8:0:0:0:0:0:1", "2001:db8::1", "::", "::", "::ffff:10.9.0.1", "::ffff:10.9.0.1",
            "1:0:0:2:0:0:0:3", "1:0:0:2::3", "fe80::1:0:2:3:4", "fe80::1:0:2:3:4", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", "1::", "1::", "::192.0.2.1", "::c000:201");
        for (var form : forms.entrySet()) {
            long[] address = new long[2];
            assertTrue(parse(form.getKey(), address), form.getKey());
            assertEquals(form.getValue(), Address.formatV6(address[0], address[1]));
        }
        for (String wrong : List.of("", ":", "1:2:3", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", "fe80::1%eth0", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4"))
            assertFalse(parse(wrong, new long[2]), wrong);
        assertEquals("10.0.255.1", Address.formatV4(0x0a00ff01L));
        for (String wrong : List.of("256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4.5", "1..2.3")) assertEquals(-1, Address.parseV4(bytes(wrong), 0, wrong.length()));
    }

    private static boolean parse(String text, long[] into) {
        return Address.parseV6(bytes(text), 0, text.length(), into, 0);
    }

    @Test
    void sumsPairsAsAMapDoes() {
        Random random = new Random(7);
        PairTable table = new PairTable(1);
        Map<String, Long> model = new HashMap<>();
        Map<String, Long> saved = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            long pair = random.nextInt(3_000);
            int agent = random.nextInt(3);
            table.add(new long[] {pair}, agent, i, 1);
            model.merge(pair + "/" + agent, (long) i, Long::sum);
            if (i % 997 == 0) table.save((place, bytes, packets) -> saved.merge(table.word(place, 0) + "/" + table.agent(place), bytes, Long::sum));
        }
        table.save((place, bytes, packets) -> saved.merge(table.word(place, 0) + "/" + table.agent(place), bytes, Long::sum));
        assertEquals(model, saved);
        assertEquals(model.size(), table.size());
    }

    @Test
    void findsEachScopeOfAPairOnce() throws Exception {
        Scopes scopes = new Scopes(List.of(row("a", "[\"10.0.0.0/8\",\"10.1.0.0/16\"]", "[]", "null"), row("b", "[]", "[\"10.9.0.1\"]", "null"),
            row("c", "[\"10.1.0.0/16\"]", "[\"0.0.0.0/0\"]", "null"), row("d", "[]", "[]", "\"out\""), row("e", "[\"2001:db8::/32\"]", "[]", "null")));
        assertEquals("abcd", found(scopes, 0x0a010203L, 0x0a090001L));
        assertEquals("ad", found(scopes, 0x0a020203L, 0x0a090002L));
        assertEquals("", found(scopes, 0x0b020203L, 0x0a090002L));
        // From a mapped address at home to one that is not.
        StringBuilder found = new StringBuilder();
        scopes.find(128, 0, 0xffff_0a01_0001L, 0, 0xffff_0b01_0001L, scope -> found.append(scopes.key(scope)));
        assertEquals("d", found.toString());
    }

    private static String found(Scopes scopes, long from, long to) {
        TreeSet<String> found = new TreeSet<>();
        scopes.find(32, 0, from, 0, to, scope -> assertTrue(found.add(scopes.key(scope))));
        return String.join("", found);
    }

    private static Scopes.Scope row(String key, String from, String to, String direction) throws Exception {
        return LimitRow.read(bytes("{\"scope\":\"" + key + "\",\"from\":" + from + ",\"to\":" + to + ",\"direction\":" + direction + ",\"home\":[\"10.0.0.0/14\"]}"));
    }

    @Test
    void readsTheProductsOwnFormAlone() {
        String record = "{\"v\":2,\"source\":\"10.0.0.1\",\"destination\":\"10.0.0.2\",\"bytes\":9007199254740991,\"packets\":1,\"from\":0,\"to\":1000,"
            + "\"interface\":\"eth0\",\"agent\":\"ann\",\"epoch\":5,\"sequence\":7}";
        assertTrue(scans(record));
        assertTrue(scans(record.replace("\"v\":2", "\"v\":1").replace("\"epoch\":5,", "")));
        for (String other : List.of(record.replace("9007199254740991", "9007199254740992"), record.replace("ann", "\\u0061"), record.replace("10.0.0.2", "::1"),
            record + " ", record.replace("\"v\":2", "\"v\":3"), record.replace(":7}", ":07}"), record.replace("\"to\":1000", "\"to\":0"), record.replace("ann", ""), "x", "-1", ""))
            assertFalse(scans(other), other);
        assertTrue(scans("1500"));
    }

    private static boolean scans(String value) {
        return new RecordScanner(1_000).scan(bytes("10.0.0.1,10.0.0.2"), bytes(value), 0, new RecordHeaders());
    }

    @Test
    void saysWhatIsWrongWithAnOption() {
        assertEquals("--window \"5x\" is not a valid duration: write for instance 300, 90s or 5m", refusal("--brokers", "a:1", "--window", "5x"));
        assertEquals("--window must be whole seconds, from 1s to 24h", refusal("--brokers", "a:1", "--window", "1500ms"));
        assertEquals("--threads must be an integer from 1 to 256", refusal("--brokers", "a:1", "--threads", "0"));
        assertTrue(refusal("--broker", "a:1").startsWith("\"--broker\" is not an option."));
        assertEquals("Name the brokers: --brokers kafka1:9092,kafka2:9092", refusal());
        assertEquals("--sums needs a value", refusal("--sums"));
        assertTrue(refusal("--brokers", "a:1", "--config", "/none").startsWith("--config /none can't be read: "));
    }

    private static String refusal(String... arguments) {
        return assertThrows(JobException.class, () -> Settings.parse(arguments)).getMessage();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
