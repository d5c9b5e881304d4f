package streamchecker.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What instances of one application id share: topics and transactions. */
final class Group {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Group() {}

    /**
     * Instances of one id share their topic's partitions; of two topics each would take the other's for its own.
     *
     * @throws JobException where the id is in use for another topic, or was before
     */
    static void refuseOtherTopics(Admin admin, Settings settings) throws InterruptedException {
        Optional<String> other = topicsOf(admin, settings.applicationId()).filter(topic -> !topic.equals(settings.topic())).findFirst();
        if (other.isPresent())
            throw new JobException("The application id " + settings.applicationId() + " is another job's, which sums " + other.get() + ", and this one is to sum "
                + settings.topic() + ". Give each its own --application-id, --sums and --progress");
    }

    private static Stream<String> topicsOf(Admin admin, String group) throws InterruptedException {
        try {
            Map<TopicPartition, ?> reached = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
            ConsumerGroupDescription members = admin.describeConsumerGroups(List.of(group)).all().get().get(group);
            Stream<TopicPartition> assigned = members.members().stream().flatMap(member -> member.assignment().topicPartitions().stream());
            return Stream.concat(reached.keySet().stream(), assigned).map(TopicPartition::topic);
        } catch (ExecutionException thrown) {
            if (thrown.getCause() instanceof org.apache.kafka.common.errors.GroupIdNotFoundException) return Stream.empty();
            throw new JobException("The group " + group + " can't be looked at: " + thrown.getCause().getMessage()
                + ". Look at --brokers and --config, and that this client may read and describe groups that begin with it");
        }
    }

    /**
     * Begins what every instance needs: else the library would try for minutes without a word.
     *
     * @throws JobException where the brokers have no transactions for this client
     */
    static void tryTransactions(Settings settings, Properties clients) {
        Properties properties = new Properties();
        properties.putAll(clients);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.applicationId() + "-start");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        ByteArraySerializer bytes = new ByteArraySerializer();
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, bytes, bytes);
        try {
            producer.initTransactions();
        } catch (TimeoutException thrown) {
            throw new JobException("The brokers begin no transaction within " + PATIENCE.toSeconds() + " s. There must be as many of them as transaction.state.log.replication.factor"
                + " says, and as many in sync as transaction.state.log.min.isr; their logs say what they lack");
        } catch (UnsupportedVersionException thrown) {
            throw new JobException("The brokers have no transactions: " + thrown.getMessage() + ". Kafka 2.5 or newer is needed");
        } catch (KafkaException thrown) {
            throw new JobException("This client may begin no transaction: " + thrown.getMessage() + ". Let it write and describe transactional ids that begin with "
                + settings.applicationId());
        } finally {
            producer.close(Duration.ZERO);
        }
    }
}
