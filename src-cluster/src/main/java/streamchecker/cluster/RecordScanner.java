package streamchecker.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Reads flow records in exactly the form in which the product writes them, and the lengths of packets. Whatever else there
 * is, the product reads by itself.
 */
final class RecordScanner {
    static final long MAX_SAFE = (1L << 53) - 1;
    private static final long LAST_INSTANT = 8_640_000_000_000_000L;
    private static final byte[] VERSION = text("{\"v\":");
    private static final byte[] SOURCE = text(",\"source\":\"");
    private static final byte[] DESTINATION = text("\",\"destination\":\"");
    private static final byte[] BYTES = text("\",\"bytes\":");
    private static final byte[] PACKETS = text(",\"packets\":");
    private static final byte[] FROM = text(",\"from\":");
    private static final byte[] TO = text(",\"to\":");
    private static final byte[] INTERFACE = text(",\"interface\":\"");
    private static final byte[] AGENT = text("\",\"agent\":\"");
    private static final byte[] EPOCH = text("\",\"epoch\":");
    private static final byte[] SEQUENCE_AFTER_AGENT = text("\",\"sequence\":");
    private static final byte[] SEQUENCE = text(",\"sequence\":");
    private static final byte[] MARK = text("{\"v\":2,\"kind\":\"mark\",\"agent\":\"");
    private static final byte[] REACHED = text(",\"reached\":");

    private final long intervalMs;
    private byte[] value;
    private int at;
    private byte[] interfaceBytes = {};
    private byte[] agentBytes = {};
    private String knownAgent = "";
    private String knownInterface = "";

    /** Both addresses: one word of IPv4, four of IPv6. */
    final long[] pair = new long[4];
    boolean isV6;
    long bytes;
    long packets;
    long from;
    long to;
    String interfaceName = "";
    /** Null for a length without one. */
    String agent;
    /** 0 in version 1, which has none. */
    long epoch;
    long sequence;
    long reached;

    /** @param intervalMs what the instants of lengths are aligned to */
    RecordScanner(long intervalMs) {
        this.intervalMs = intervalMs;
    }

    /** @return whether it is a flow record or a length that this reads */
    boolean scan(byte[] key, byte[] record, long timestamp, Headers headers) {
        if (record == null || record.length == 0) return false;
        value = record;
        at = 0;
        return record[0] == '{' ? scanRecord() : scanLength(key, timestamp, headers);
    }

    /** Of a mark in the product's own form, reads whose it is and how far it reaches. */
    boolean scanMark(byte[] record) {
        if (record == null) return false;
        value = record;
        at = 0;
        return skip(MARK) && takeAgent() && skip(EPOCH) && (epoch = number()) >= 0 && skip(SEQUENCE)
            && (sequence = number()) >= 0 && skip(REACHED) && (reached = number()) >= 0;
    }

    private boolean scanRecord() {
        if (!skip(VERSION)) return false;
        long version = number();
        return (version == 1 || version == 2) && takePair() && takeCounts() && skip(INTERFACE) && takeInterface()
            && skip(AGENT) && takeAgent() && takeEpoch(version) && (sequence = number()) >= 0
            && at == value.length - 1 && value[at] == '}';
    }

    private boolean takePair() {
        if (!skip(SOURCE)) return false;
        int source = at;
        int sourceEnd = textEnd();
        if (sourceEnd < 0 || !skip(DESTINATION)) return false;
        int destination = at;
        int destinationEnd = textEnd();
        return destinationEnd >= 0 && takeAddresses(value, source, sourceEnd, destination, destinationEnd) && skip(BYTES);
    }

    private boolean takeAddresses(byte[] text, int source, int sourceEnd, int destination, int destinationEnd) {
        long one = Address.parseV4(text, source, sourceEnd);
        isV6 = one < 0;
        if (isV6)
            return Address.parseV6(text, source, sourceEnd, pair, 0)
                && Address.parseV6(text, destination, destinationEnd, pair, 2);
        long other = Address.parseV4(text, destination, destinationEnd);
        pair[0] = one << 32 | other;
        return other >= 0;
    }

    private boolean takeCounts() {
        return (bytes = number()) >= 0 && skip(PACKETS) && (packets = number()) >= 0 && skip(FROM)
            && (from = number()) >= 0 && skip(TO) && (to = number()) > from && to <= LAST_INSTANT;
    }

    private boolean takeEpoch(long version) {
        epoch = 0;
        if (version == 1) return skip(SEQUENCE_AFTER_AGENT);
        return skip(EPOCH) && (epoch = number()) >= 0 && skip(SEQUENCE);
    }

    private boolean scanLength(byte[] key, long timestamp, Headers headers) {
        bytes = wholeNumber(value);
        if (bytes < 0 || timestamp < 0 || key == null) return false;
        int comma = 0;
        while (comma < key.length && key[comma] != ',') comma++;
        if (comma == key.length || !takeAddresses(key, 0, comma, comma + 1, key.length)) return false;
        packets = 1;
        from = Math.floorDiv(timestamp, intervalMs) * intervalMs;
        to = from + intervalMs;
        interfaceName = "";
        takeSender(headers);
        return true;
    }

    private void takeSender(Headers headers) {
        Header name = headers.lastHeader("agent");
        Header life = headers.lastHeader("epoch");
        Header number = headers.lastHeader("sequence");
        agent = null;
        epoch = 0;
        sequence = 0;
        if (name == null || life == null || number == null || name.value().length == 0) return;
        String text = new String(name.value(), StandardCharsets.UTF_8);
        long itsEpoch = wholeNumber(life.value());
        long itsSequence = wholeNumber(number.value());
        if (text.length() > 256 || itsEpoch < 0 || itsSequence < 0) return;
        agent = text;
        epoch = itsEpoch;
        sequence = itsSequence;
    }

    /** A number of digits alone, leading zeros and all; -1 for anything else. */
    private static long wholeNumber(byte[] text) {
        if (text.length == 0 || text.length > 18) return -1;
        long number = 0;
        for (byte digit : text) {
            if (digit < '0' || digit > '9') return -1;
            number = number * 10 + digit - '0';
        }
        return number > MAX_SAFE ? -1 : number;
    }

    private boolean skip(byte[] text) {
        if (at + text.length > value.length) return false;
        for (int i = 0; i < text.length; i++) if (value[at + i] != text[i]) return false;
        at += text.length;
        return true;
    }

    /** A whole number without a sign; -1 for anything else. */
    private long number() {
        int start = at;
        long number = 0;
        while (at < value.length && value[at] >= '0' && value[at] <= '9' && at - start < 18) number = number * 10 + value[at++] - '0';
        boolean hasLeadingZero = at > start + 1 && value[start] == '0';
        return at == start || hasLeadingZero || number > MAX_SAFE ? -1 : number;
    }

    /** The end of a text of plain characters that begins here; reading goes on behind it. -1 for any other. */
    private int textEnd() {
        while (at < value.length && value[at] != '"') {
            if (value[at] == '\\' || value[at] < 0x20 || value[at] > 0x7e) return -1;
            at++;
        }
        return at < value.length ? at : -1;
    }

    private boolean takeInterface() {
        int start = at;
        int end = textEnd();
        if (end < 0 || end - start > 256) return false;
        if (!isSame(interfaceBytes, start, end)) {
            interfaceBytes = Arrays.copyOfRange(value, start, end);
            knownInterface = new String(interfaceBytes, StandardCharsets.US_ASCII);
        }
        interfaceName = knownInterface;
        return true;
    }

    private boolean takeAgent() {
        int start = at;
        int end = textEnd();
        if (end <= start || end - start > 256) return false;
        if (!isSame(agentBytes, start, end)) {
            agentBytes = Arrays.copyOfRange(value, start, end);
            knownAgent = new String(agentBytes, StandardCharsets.US_ASCII);
        }
        agent = knownAgent;
        return true;
    }

    private boolean isSame(byte[] known, int start, int end) {
        return Arrays.equals(known, 0, known.length, value, start, end);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
