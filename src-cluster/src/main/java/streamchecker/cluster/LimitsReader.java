package streamchecker.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the limits topic: the scopes of all rows that are there. */
final class LimitsReader implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long PAUSE_MS = 5_000;

    private final Properties consumer;
    private final String topic;
    private final Map<String, Scopes.Scope> rows = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::run, "limits");
    private volatile Scopes scopes = Scopes.NONE;
    private volatile boolean isClosed;

    LimitsReader(Properties consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The scopes of the limits as they are now: the same object while they are the same. */
    Scopes scopes() {
        return scopes;
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
    }

    private void run() {
        while (!isClosed) {
            try (var client = new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                follow(client);
            } catch (WakeupException | InterruptException thrown) {
                return;
            } catch (RuntimeException thrown) {
                System.err.println("The topic " + topic + " can't be read: " + thrown.getMessage()
                    + ". Let this client read it; limits on parts of the traffic are judged when their window ends meanwhile");
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> client) {
        List<TopicPartition> partitions = client.partitionsFor(topic).stream().map(one -> new TopicPartition(topic, one.partition())).toList();
        client.assign(partitions);
        client.seekToBeginning(partitions);
        rows.clear();
        boolean isCurrent = false;
        var ends = client.endOffsets(partitions);
        while (!isClosed) {
            var records = client.poll(WAIT);
            for (ConsumerRecord<byte[], byte[]> record : records) take(record);
            if (!isCurrent) isCurrent = ends.entrySet().stream().allMatch(end -> client.position(end.getKey()) >= end.getValue());
            if (isCurrent && (!records.isEmpty() || scopes == Scopes.NONE)) publish();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        try {
            Scopes.Scope scope = record.value() == null ? null : LimitRow.read(record.value());
            if (scope == null) rows.remove(key);
            else rows.put(key, scope);
        } catch (IOException thrown) {
            System.err.println("A row of " + topic + " can't be read (offset " + record.offset() + "): " + thrown.getMessage()
                + ". It is passed over; have the checker write it again, or delete it");
        }
    }

    /** Several limits may be about one scope. */
    private void publish() {
        Map<String, Scopes.Scope> byKey = new LinkedHashMap<>();
        for (Scopes.Scope scope : rows.values()) byKey.put(scope.key(), scope);
        scopes = new Scopes(new ArrayList<>(byKey.values()));
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException thrown) {
            Thread.currentThread().interrupt();
        }
    }
}
