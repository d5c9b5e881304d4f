package streamchecker.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;

/**
 * Sums one partition. Flow records that came before, by agent, epoch and sequence, are passed over in the order of their
 * offsets. Marks, and all that is not in the form that the product writes, go through unread, behind the sums of what stood
 * before them: the product judges them as if it had read the topic itself.
 */
final class SumProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    static final String SUMS = "sums";
    static final String PROGRESS = "progress";
    private static final Duration LOOK = Duration.ofMillis(400);
    private static final long LONGEST_AHEAD_MS = 24 * 3_600_000L;
    /** Clocks of one machine differ by less, unless the clock was set back. */
    private static final long BACK_TOLERANCE_MS = 2_000;
    /** A window whose end has passed, and that grew no more for so long, has ended, marks or none. */
    private static final long REST_MS = 1_000;
    private static final int MOST_PASSED = 2_000;

    private record Passed(byte[] value, Headers headers, long offset) {}

    /** The newest life of an agent, and how far its marks reach. */
    private static final class Heard {
        long epoch = -1;
        long reached = Long.MIN_VALUE;
    }

    private final StateConfig.Work work;
    private final long windowMs;
    private final String applicationId;
    private final Supplier<Scopes> scopes;
    private final LongSupplier clock;
    private final RecordScanner scanner;
    private final List<Passed> passed = new ArrayList<>();
    private final Map<String, Heard> heard = new HashMap<>();
    private ProcessorContext<byte[], byte[]> context;
    private ProcessorNode<?, ?, ?, ?> node;
    private SumsStore store;
    private WindowStates states;
    private SumsWriter writer;
    private int partition;
    private long nextOffset = -1;
    private boolean hasNews;
    /** Whether a life began with a mark that was not sent yet: what its records tell comes behind it. */
    private boolean hasBirth;
    private long reachedMs = Long.MIN_VALUE;

    SumProcessor(Settings settings, Supplier<Scopes> scopes, LongSupplier clock) {
        work = settings.work();
        windowMs = settings.windowMs();
        applicationId = settings.applicationId();
        scanner = new RecordScanner(settings.intervalMs());
        this.scopes = scopes;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> own) {
        context = own;
        partition = own.taskId().partition();
        // Before a commit no node is the present one, as for the library's own caches.
        node = ((InternalProcessorContext<?, ?>) own).currentNode();
        store = own.getStateStore("state");
        states = new WindowStates(store, work);
        writer = new SumsWriter(windowMs, partition, states.agents(), (key, value) -> send(key, value, new RecordHeaders(), SUMS));
        store.beforeCommit(this::beforeCommit);
        own.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, now -> look());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var place = context.recordMetadata().orElseThrow();
        nextOffset = place.offset() + 1;
        hasNews = true;
        byte[] value = record.value();
        if (!scanner.scan(record.key(), value, record.timestamp(), record.headers()) || !canSum()) {
            pass(record, place.offset());
            return;
        }
        if (comesBehindMarks()) write();
        if (scanner.agent != null && states.isRepeated(scanner.agent, scanner.epoch, scanner.sequence)) return;
        states.noteTime(scanner.from);
        WindowSums window = states.window(Math.floorDiv(scanner.from, windowMs) * windowMs);
        var key = new WindowSums.ShareKey(scanner.agent, scanner.epoch, scanner.interfaceName);
        window.add(scanner, window.shares.computeIfAbsent(key, none -> new WindowSums.Share()), states.agents().number(scanner.agent), clock.getAsLong());
    }

    /** Whether a record lies within a window, of a time that can be, and all counts stay exact with it. */
    private boolean canSum() {
        long start = Math.floorDiv(scanner.from, windowMs) * windowMs;
        return scanner.to <= start + windowMs && scanner.to <= clock.getAsLong() + LONGEST_AHEAD_MS && states.keeps(start)
            && states.window(start).hasRoom(scanner);
    }

    /** Whether marks wait to be sent that are of another life of a record's agent, or of a time after a clock was set back. */
    private boolean comesBehindMarks() {
        if (scanner.agent == null || scanner.epoch == 0) return false;
        Heard known = heard.computeIfAbsent(scanner.agent, none -> new Heard());
        boolean isOther = known.epoch != scanner.epoch || scanner.from < known.reached - BACK_TOLERANCE_MS;
        known.epoch = scanner.epoch;
        return !passed.isEmpty() && (isOther || hasBirth);
    }

    private void pass(Record<byte[], byte[]> record, long offset) {
        if (scanner.scanMark(record.value())) noteMark();
        RecordHeaders headers = new RecordHeaders(record.headers());
        headers.add("record.offset", text(String.valueOf(offset)));
        headers.add("record.timestamp", text(String.valueOf(record.timestamp())));
        if (record.key() != null) headers.add("record.key", record.key());
        passed.add(new Passed(record.value() == null ? new byte[0] : record.value(), headers, offset));
        if (passed.size() >= MOST_PASSED) write();
    }

    private void noteMark() {
        Heard known = heard.computeIfAbsent(scanner.agent, none -> new Heard());
        if (known.epoch != scanner.epoch) hasBirth = true;
        known.epoch = scanner.epoch;
        known.reached = scanner.reached;
        reachedMs = Math.max(reachedMs, Math.min(scanner.reached, clock.getAsLong()));
        states.isRepeated(scanner.agent, scanner.epoch, scanner.sequence);
    }

    private void look() {
        long now = clock.getAsLong();
        boolean isDue = hasNews;
        for (WindowSums window : states.inMemory()) isDue |= window.hasOpen() && hasEnded(window, now);
        states.release(now);
        if (isDue) context.commit();
    }

    private boolean hasEnded(WindowSums window, long now) {
        long end = window.start + windowMs;
        return reachedMs >= end || (now >= end && window.touchedAt + REST_MS <= now);
    }

    private void beforeCommit() {
        InternalProcessorContext<?, ?> internal = (InternalProcessorContext<?, ?>) context;
        ProcessorNode<?, ?, ?, ?> present = internal.currentNode();
        internal.setCurrentNode(node);
        try {
            write();
            states.save();
        } finally {
            internal.setCurrentNode(present);
        }
    }

    /** Sends sums that have changed, and what stood behind the records that are in them. */
    private void write() {
        long now = clock.getAsLong();
        for (WindowSums window : List.copyOf(states.inMemory())) {
            boolean ends = hasEnded(window, now) && window.hasOpen();
            if (window.isNews || ends) writer.write(window, scopes.get(), ends);
        }
        for (Passed one : passed) send("record/" + one.offset + "/" + partition, one.value, one.headers, SUMS);
        passed.clear();
        hasBirth = false;
        if (hasNews) writeProgress();
        hasNews = false;
    }

    private void writeProgress() {
        String reached = reachedMs == Long.MIN_VALUE ? "null" : String.valueOf(reachedMs);
        byte[] value = text("{\"v\":" + StateConfig.VERSION + ",\"kind\":\"progress\",\"partition\":" + partition + ",\"window\":" + windowMs
            + ",\"job\":" + new String(new Json().text(applicationId).bytes(), StandardCharsets.UTF_8) + ",\"reached\":" + reached + ",\"offset\":" + nextOffset + "}");
        send("progress/" + windowMs + "/" + partition, value, new RecordHeaders(), SUMS);
        send(String.valueOf(partition), value, new RecordHeaders(), PROGRESS);
    }

    private void send(String key, byte[] value, Headers headers, String sink) {
        context.forward(new Record<>(text(key), value, clock.getAsLong(), headers), sink);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
