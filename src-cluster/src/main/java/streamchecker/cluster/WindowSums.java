package streamchecker.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one partition has of a window. */
final class WindowSums {
    /** Whose packets came from where; the agent is null where it is not known, the epoch 0 where it has no marks. */
    record ShareKey(String agent, long epoch, String interfaceName) {}

    /** What one interface of an agent brought, and what was heard of it since the sums were written last. */
    static final class Share {
        long packets;
        long bytes;
        boolean isNews;
        long sequence;
        long from;
        long to;
        long last;

        void hear(RecordScanner record) {
            if (!isNews) {
                isNews = true;
                sequence = record.sequence;
                from = record.from;
                to = record.to;
                last = record.from;
            }
            from = Math.min(from, record.from);
            to = Math.max(to, record.to);
            last = Math.max(last, record.from);
            packets += record.packets;
            bytes += record.bytes;
        }
    }

    final long start;
    long bytes;
    long packets;
    /** How often its sums were written. */
    long revision;
    final Map<ShareKey, Share> shares = new LinkedHashMap<>();
    /** Pairs that are not written yet: all of them while the window is open. */
    final PairTable v4 = new PairTable(1);
    final PairTable v6 = new PairTable(4);
    long openBytes;
    long openPackets;
    /** Bytes of the open pairs by scope. */
    long[] scopeBytes = {};
    Scopes scopes = Scopes.NONE;
    boolean isNews;
    boolean isUnsaved;
    /** When it grew last, by the wall clock. */
    long touchedAt;
    /** Rows of the store that hold its open pairs. */
    int firstBlock;
    int nextBlock;
    long savedPairs;

    WindowSums(long start) {
        this.start = start;
    }

    boolean hasOpen() {
        return v4.size() > 0 || v6.size() > 0;
    }

    /** How many pairs have grown since they were saved. */
    int unsavedPairs() {
        return v4.unsavedCount() + v6.unsavedCount();
    }

    /** Whether all counts stay exact with those of a record. */
    boolean hasRoom(RecordScanner record) {
        return bytes <= RecordScanner.MAX_SAFE - record.bytes && packets <= RecordScanner.MAX_SAFE - record.packets;
    }

    void add(RecordScanner record, Share share, int agent, long now) {
        share.hear(record);
        bytes += record.bytes;
        packets += record.packets;
        openBytes += record.bytes;
        openPackets += record.packets;
        (record.isV6 ? v6 : v4).add(record.pair, agent, record.bytes, record.packets);
        isNews = true;
        isUnsaved = true;
        touchedAt = now;
    }

    /** Counts by scope what was not counted yet; all of it, where the scopes have changed. */
    void count(Scopes now) {
        if (scopes != now) {
            scopes = now;
            scopeBytes = new long[now.size()];
            v4.forgetCounted();
            v6.forgetCounted();
        }
        v4.count((place, more, none) -> addTo(v4, place, more));
        v6.count((place, more, none) -> addTo(v6, place, more));
    }

    /** Pairs are written: what is left of the sums by scope is what they don't hold. */
    void takeAway(PairTable table, int place) {
        openBytes -= table.bytes(place);
        openPackets -= table.packets(place);
        addTo(table, place, -table.bytes(place));
    }

    private void addTo(PairTable table, int place, long more) {
        if (scopes.size() == 0) return;
        if (table.words == 1) {
            long pair = table.word(place, 0);
            scopes.find(32, 0, pair >>> 32, 0, pair & 0xffff_ffffL, scope -> scopeBytes[scope] += more);
        } else {
            scopes.find(128, table.word(place, 0), table.word(place, 1), table.word(place, 2), table.word(place, 3), scope -> scopeBytes[scope] += more);
        }
    }

    /** All open pairs are written. */
    void clearOpen() {
        v4.clear();
        v6.clear();
        openBytes = 0;
        openPackets = 0;
        scopeBytes = new long[scopes.size()];
        isUnsaved = true;
    }
}
