package streamchecker.cluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Starts the job, and ends it in order on SIGTERM. */
public final class Main {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private Main() {}

    /** @param arguments see {@link Settings#USAGE}; `--help` prints it */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Settings.USAGE);
            return;
        }
        try {
            run(Settings.parse(arguments));
        } catch (JobException thrown) {
            System.err.println(thrown.getMessage());
            System.exit(1);
        } catch (KafkaException thrown) {
            System.err.println("The brokers can't be used: " + thrown.getMessage() + ". Look at --brokers and --config");
            System.exit(1);
        }
    }

    private static void run(Settings settings) throws InterruptedException, IOException {
        Properties consumer = consumer(settings);
        String cluster;
        try (Admin admin = Admin.create(clients(settings))) {
            Topics.prepare(admin, settings, consumer);
            cluster = Topics.clusterOf(admin);
        }
        Group.tryTransactions(settings, clients(settings));
        LimitsReader limits = new LimitsReader(consumer, settings.limits());
        limits.start();
        KafkaStreams streams = start(topology(settings, limits), streams(settings, cluster));
        CountDownLatch ended = new CountDownLatch(1);
        String[] problem = {null};
        streams.setUncaughtExceptionHandler(thrown -> {
            problem[0] = JobException.sentenceOf(thrown);
            if (problem[0] == null) thrown.printStackTrace();
            return problem[0] == null ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            System.err.println("streamchecker-cluster is " + now.name().toLowerCase(java.util.Locale.ROOT));
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) ended.countDown();
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(LONGEST_STOP)));
        HttpServer health = health(settings, streams);
        streams.start();
        ended.await();
        limits.close();
        if (health != null) health.stop(0);
        if (problem[0] != null) throw new JobException(problem[0]);
    }

    private static KafkaStreams start(Topology topology, Properties properties) {
        try {
            return new KafkaStreams(topology, properties);
        } catch (StreamsException thrown) {
            throw new JobException("The state in " + properties.get(StreamsConfig.STATE_DIR_CONFIG) + " can't be used: " + thrown.getMessage()
                + ". Another instance may run there: give each its own --state-dir, which this account may write to");
        }
    }

    static Topology topology(Settings settings, LimitsReader limits) {
        return topology(settings, limits::scopes, System::currentTimeMillis);
    }

    static Topology topology(Settings settings, java.util.function.Supplier<Scopes> scopes, java.util.function.LongSupplier clock) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        Map<String, String> changelog = Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, "zstd", TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Topics.LONGEST_MESSAGE));
        // What is summed of a partition goes into the same one: marks stay behind the sums that they are about.
        StreamPartitioner<byte[], byte[]> samePartition = (topic, key, value, count) -> Optional.of(Set.of(partitionIn(key)));
        return new Topology()
            .addSource("traffic", new ByteArrayDeserializer(), new ByteArrayDeserializer(), settings.topic())
            .addProcessor("sum", () -> new SumProcessor(settings, scopes, clock), "traffic")
            .addStateStore(new SumsStore.Builder("state", changelog), "sum")
            .addSink(SumProcessor.SUMS, settings.sums(), bytes, bytes, samePartition, "sum")
            .addSink(SumProcessor.PROGRESS, settings.progress(), bytes, bytes, "sum");
    }

    /** The third part of a key is the partition. */
    private static int partitionIn(byte[] key) {
        return Integer.parseInt(new String(key, StandardCharsets.UTF_8).split("/")[2]);
    }

    private static Properties streams(Settings settings, String cluster) {
        Properties properties = clients(settings);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // The same id on other brokers is another job, of which nothing must be taken for this one's.
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().resolve(cluster).toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        // The job asks for a commit as soon as it has something to tell.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 2_000);
        properties.putIfAbsent(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5_000);
        properties.putIfAbsent(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.putIfAbsent(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        // Who assigns tasks asks the leaders that it knew: of a broker that was killed, it would wait a minute for an answer.
        properties.putIfAbsent(StreamsConfig.adminClientPrefix(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG), 5_000);
        properties.putIfAbsent(StreamsConfig.adminClientPrefix(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG), 10_000);
        properties.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "zstd");
        properties.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 50);
        properties.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.LONGEST_MESSAGE);
        properties.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 2L * Topics.LONGEST_MESSAGE);
        return properties;
    }

    private static Properties consumer(Settings settings) {
        Properties properties = clients(settings);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }

    private static Properties clients(Settings settings) {
        Properties properties = new Properties();
        properties.putAll(settings.clients());
        properties.put("bootstrap.servers", settings.brokers());
        return properties;
    }

    /** Answers whether the job sums, for what supervises it. */
    private static HttpServer health(Settings settings, KafkaStreams streams) throws IOException {
        if (settings.health() == 0) return null;
        HttpServer server = HttpServer.create(new InetSocketAddress(settings.health()), 0);
        server.createContext("/health", exchange -> {
            byte[] state = streams.state().name().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(streams.state().isRunningOrRebalancing() ? 200 : 503, state.length);
            exchange.getResponseBody().write(state);
            exchange.close();
        });
        server.start();
        return server;
    }
}
