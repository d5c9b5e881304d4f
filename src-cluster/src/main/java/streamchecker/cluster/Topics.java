package streamchecker.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes the topics that are not there, and looks at those that are. */
final class Topics {
    private static final long PAUSE_MS = 2_000;
    /** A job that wrote so long ago is not running any more. */
    private static final long RECENT_MS = 60_000;
    private static final String WEEK = String.valueOf(7 * 24 * 3_600_000L);
    private static final String DAY = String.valueOf(24 * 3_600_000L);
    /** Anyone may write to the record topic what compresses well: it goes through as it stands. */
    static final int LONGEST_MESSAGE = 32 * 1024 * 1024;
    private static final Pattern JOB = Pattern.compile("\\{\"v\":(\\d+),.*\"window\":(\\d+),\"job\":\"([^\"]*)\"");

    private Topics() {}

    /** @throws JobException where a topic is another than it must be, or another job writes to it */
    static void prepare(Admin admin, Settings settings, Properties consumer) throws InterruptedException {
        Group.refuseOtherTopics(admin, settings);
        int partitions = waitFor(admin, settings.topic());
        Map<String, String> compacted = Map.of("cleanup.policy", "compact", "compression.type", "producer");
        // Rows of sums that were replaced go after a day: who reads on within it misses none.
        Map<String, String> sums = Map.of("cleanup.policy", "compact,delete", "retention.ms", WEEK, "min.compaction.lag.ms", DAY,
            "max.message.bytes", String.valueOf(LONGEST_MESSAGE));
        make(admin, settings.sums(), partitions, sums);
        make(admin, settings.progress(), 1, compacted);
        makeLimits(admin, settings.limits(), compacted);
        int sumsPartitions = countOf(admin, settings.sums()).orElse(partitions);
        if (sumsPartitions != partitions)
            throw new JobException("The topic " + settings.sums() + " has " + sumsPartitions + " partitions and " + settings.topic() + " has " + partitions
                + ": they must have as many. Name another topic with --sums, or delete " + settings.sums() + " and start again under another --application-id");
        refuseOthers(settings, consumer);
    }

    /** Without limits all is summed the same: who reads them says what is wrong with their topic. */
    private static void makeLimits(Admin admin, String topic, Map<String, String> config) throws InterruptedException {
        try {
            make(admin, topic, 1, config);
        } catch (JobException thrown) {
            System.err.println(thrown.getMessage());
        }
    }

    /** The id of the brokers' cluster. */
    static String clusterOf(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster().clusterId().get();
        } catch (ExecutionException thrown) {
            throw new JobException("The brokers can't be used: " + thrown.getCause().getMessage() + ". Look at --brokers and --config");
        }
    }

    private static int waitFor(Admin admin, String topic) throws InterruptedException {
        for (boolean hasSaid = false;; hasSaid = true) {
            Optional<Integer> count = countOf(admin, topic);
            if (count.isPresent()) return count.get();
            if (!hasSaid) System.err.println("The topic " + topic + " is not there yet: waiting until an agent makes it");
            Thread.sleep(PAUSE_MS);
        }
    }

    private static Optional<Integer> countOf(Admin admin, String topic) throws InterruptedException {
        try {
            return Optional.of(admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size());
        } catch (ExecutionException thrown) {
            if (thrown.getCause() instanceof UnknownTopicOrPartitionException) return Optional.empty();
            throw new JobException("The topic " + topic + " can't be looked at: " + thrown.getCause().getMessage() + ". Look at --brokers and --config, and that this client may describe the topic");
        }
    }

    private static void make(Admin admin, String topic, int partitions, Map<String, String> config) throws InterruptedException {
        if (countOf(admin, topic).isPresent()) return;
        try {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.<Short>empty()).configs(config))).all().get();
        } catch (ExecutionException thrown) {
            if (thrown.getCause() instanceof TopicExistsException) return;
            throw new JobException("The topic " + topic + " can't be made: " + thrown.getCause().getMessage()
                + ". Make it yourself (docs/cluster.md), or let this client do so");
        }
    }

    /** Two jobs on the same topics would replace each other's sums. */
    private static void refuseOthers(Settings settings, Properties consumer) {
        try (var client = new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(settings.progress(), 0);
            client.assign(List.of(partition));
            client.seekToBeginning(List.of(partition));
            long end = client.endOffsets(List.of(partition)).get(partition);
            while (client.position(partition) < end)
                for (ConsumerRecord<byte[], byte[]> record : client.poll(Duration.ofMillis(500))) refuse(settings, record);
        }
    }

    private static void refuse(Settings settings, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null || record.timestamp() < System.currentTimeMillis() - RECENT_MS) return;
        var found = JOB.matcher(new String(record.value(), StandardCharsets.UTF_8));
        if (!found.find()) return;
        if (!found.group(1).equals(String.valueOf(StateConfig.VERSION)))
            throw new JobException("Version " + found.group(1) + " of the job writes to " + settings.progress() + ", too; this is version " + StateConfig.VERSION
                + ". Run one version alone: stop the other one for a minute, or give this one its own --application-id, --sums and --progress");
        boolean isOwn = found.group(3).equals(settings.applicationId());
        if (isOwn && Long.parseLong(found.group(2)) == settings.windowMs()) return;
        throw new JobException(isOwn
            ? "Another instance of " + settings.applicationId() + " sums windows of " + found.group(2) + " ms: start this one with --window " + found.group(2) + "ms, or stop the other one for a minute"
            : "The job " + found.group(3) + " writes to " + settings.progress() + ", too: give this one the same --application-id to share the work, or its own --sums and --progress, or stop the other one for a minute");
    }
}
