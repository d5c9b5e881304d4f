package streamchecker.cluster;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

/**
 * Writes what a partition has of its windows: sums that replace those before them, and the pairs of a window once, when it
 * has ended (docs/cluster.md).
 */
final class SumsWriter {
    /** Pairs in one message. */
    private static final int MOST_PAIRS = 5_000;
    private static final int TOP = 20;
    /** Of more open pairs no largest ones are sought: that would cost more than to sum them. */
    private static final int MOST_RANKED = 100_000;

    private final long windowMs;
    private final int partition;
    private final Agents agents;
    private final BiConsumer<String, byte[]> send;
    private final Json json = new Json();

    /** @param send takes key and value of a message */
    SumsWriter(long windowMs, int partition, Agents agents, BiConsumer<String, byte[]> send) {
        this.windowMs = windowMs;
        this.partition = partition;
        this.agents = agents;
        this.send = send;
    }

    String keyOf(WindowSums window) {
        return windowMs + "/" + window.start + "/" + partition;
    }

    /** Writes a window's sums as they are now; the pairs too, where it has ended. */
    void write(WindowSums window, Scopes scopes, boolean hasEnded) {
        window.count(scopes);
        if (hasEnded && window.hasOpen()) writePairs(window);
        else {
            begin(window);
            writeTop(window);
            end(window);
            send.accept(keyOf(window), json.bytes());
        }
        for (WindowSums.Share share : window.shares.values()) share.isNews = false;
        window.isNews = false;
        window.isUnsaved = true;
    }

    /** Each message has the sums as they are with its pairs, so that each is whole by itself. */
    private void writePairs(WindowSums window) {
        int[] places = {0, 0};
        PairTable[] tables = {window.v4, window.v6};
        while (places[0] < tables[0].size() || places[1] < tables[1].size()) {
            StringPairs pairs = new StringPairs();
            for (int i = 0; i < 2; i++)
                while (places[i] < tables[i].size() && pairs.count < MOST_PAIRS) {
                    pairs.add(tables[i], places[i]);
                    window.takeAway(tables[i], places[i]++);
                }
            begin(window);
            json.raw(",\"pairs\":[").raw(pairs.text.toString()).raw("]]");
            end(window);
            // Never the same key again: what is written of pairs is not replaced, it is added.
            send.accept(keyOf(window) + "/" + window.revision, json.bytes());
            for (WindowSums.Share share : window.shares.values()) share.isNews = false;
        }
        window.clearOpen();
    }

    /** The pairs of one message: {@code [[agent,[source,destination,bytes,packets],…],…}, where agents follow each other. */
    private final class StringPairs {
        final StringBuilder text = new StringBuilder(4096);
        int count;
        private int agent = -1;

        void add(PairTable table, int place) {
            if (table.agent(place) != agent) {
                agent = table.agent(place);
                String name = new String(new Json().text(agents.name(agent)).bytes(), java.nio.charset.StandardCharsets.UTF_8);
                text.append(count > 0 ? "],[" : "[").append(name);
            }
            count++;
            text.append(",[").append(addressesOf(table, place)).append(',').append(table.bytes(place)).append(',').append(table.packets(place)).append(']');
        }
    }

    private static String addressesOf(PairTable table, int place) {
        if (table.words == 1) {
            long pair = table.word(place, 0);
            return '"' + Address.formatV4(pair >>> 32) + "\",\"" + Address.formatV4(pair & 0xffff_ffffL) + '"';
        }
        return '"' + Address.formatV6(table.word(place, 0), table.word(place, 1)) + "\",\"" + Address.formatV6(table.word(place, 2), table.word(place, 3)) + '"';
    }

    private void begin(WindowSums window) {
        window.revision++;
        json.clear().raw("{\"v\":").number(StateConfig.VERSION).raw(",\"kind\":\"sums\",\"start\":").number(window.start)
            .raw(",\"end\":").number(window.start + windowMs)
            .raw(",\"partition\":").number(partition)
            .raw(",\"revision\":").number(window.revision)
            .raw(",\"bytes\":").number(window.bytes)
            .raw(",\"packets\":").number(window.packets);
    }

    private void end(WindowSums window) {
        json.raw(",\"open\":{\"bytes\":").number(window.openBytes).raw(",\"packets\":").number(window.openPackets).raw(",\"scopes\":[");
        boolean isFirst = true;
        for (int scope = 0; scope < window.scopeBytes.length; scope++) {
            if (window.scopeBytes[scope] == 0) continue;
            json.raw(isFirst ? "[" : ",[").text(window.scopes.key(scope)).raw(",").number(window.scopeBytes[scope]).raw("]");
            isFirst = false;
        }
        json.raw("]},\"coverage\":[");
        isFirst = true;
        for (var entry : window.shares.entrySet()) {
            writeShare(entry.getKey(), entry.getValue(), isFirst);
            isFirst = false;
        }
        json.raw("]}");
    }

    private void writeShare(WindowSums.ShareKey key, WindowSums.Share share, boolean isFirst) {
        json.raw(isFirst ? "{\"agent\":" : ",{\"agent\":").text(key.agent());
        if (key.epoch() == 0) json.raw(",\"epoch\":null");
        else json.raw(",\"epoch\":").number(key.epoch());
        json.raw(",\"interface\":").text(key.interfaceName()).raw(",\"packets\":").number(share.packets).raw(",\"bytes\":").number(share.bytes);
        if (share.isNews)
            json.raw(",\"heard\":{\"sequence\":").number(share.sequence).raw(",\"from\":").number(share.from)
                .raw(",\"to\":").number(share.to).raw(",\"last\":").number(share.last).raw("}");
        json.raw("}");
    }

    /** How many pairs are open, and the largest of them; agents that saw the same pair count together. */
    private void writeTop(WindowSums window) {
        if (!window.hasOpen() || window.v4.size() + window.v6.size() > MOST_RANKED) return;
        Map<String, long[]> byPair = new HashMap<>();
        for (PairTable table : new PairTable[] {window.v4, window.v6})
            for (int place = 0; place < table.size(); place++) {
                long[] sums = byPair.computeIfAbsent(addressesOf(table, place), pair -> new long[2]);
                sums[0] += table.bytes(place);
                sums[1] += table.packets(place);
            }
        PriorityQueue<Map.Entry<String, long[]>> largest = new PriorityQueue<>((a, b) -> Long.compare(a.getValue()[0], b.getValue()[0]));
        for (var entry : byPair.entrySet()) {
            largest.add(entry);
            if (largest.size() > TOP) largest.poll();
        }
        json.raw(",\"pairCount\":").number(byPair.size()).raw(",\"top\":[");
        String[] rows = largest.stream().map(one -> "[" + one.getKey() + "," + one.getValue()[0] + "," + one.getValue()[1] + "]").toArray(String[]::new);
        json.raw(String.join(",", Arrays.asList(rows))).raw("]");
    }
}
