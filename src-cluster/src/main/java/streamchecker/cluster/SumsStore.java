package streamchecker.cluster;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store whose owner keeps its state in memory, and is called just before each commit to write what has changed: thousands
 * of records cost one row. It takes the place that the library's own cache has (ADR 0050).
 */
final class SumsStore implements StateStore, CachedStateStore<byte[], byte[]> {
    private final KeyValueStore<Bytes, byte[]> inner;
    private Runnable beforeCommit = () -> {};

    private SumsStore(KeyValueStore<Bytes, byte[]> inner) {
        this.inner = inner;
    }

    void beforeCommit(Runnable run) {
        beforeCommit = run;
    }

    byte[] get(byte[] key) {
        return inner.get(Bytes.wrap(key));
    }

    void put(byte[] key, byte[] value) {
        inner.put(Bytes.wrap(key), value);
    }

    KeyValueIterator<Bytes, byte[]> range(byte[] from, byte[] to) {
        return inner.range(Bytes.wrap(from), Bytes.wrap(to));
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    @Override
    public void clearCache() {
        beforeCommit = () -> {};
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        inner.init(context, this);
    }

    @Override
    public void flush() {
        inner.flush();
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public boolean persistent() {
        return inner.persistent();
    }

    @Override
    public boolean isOpen() {
        return inner.isOpen();
    }

    /** Makes the stores of a topology's tasks, in RocksDB and with a changelog. */
    static final class Builder implements StoreBuilder<SumsStore> {
        private final StoreBuilder<KeyValueStore<Bytes, byte[]>> inner;

        Builder(String name, Map<String, String> changelog) {
            inner = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(changelog);
        }

        @Override
        public SumsStore build() {
            return new SumsStore(inner.build());
        }

        @Override
        public StoreBuilder<SumsStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<SumsStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<SumsStore> withLoggingEnabled(Map<String, String> config) {
            inner.withLoggingEnabled(config);
            return this;
        }

        @Override
        public StoreBuilder<SumsStore> withLoggingDisabled() {
            inner.withLoggingDisabled();
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return inner.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return inner.loggingEnabled();
        }

        @Override
        public String name() {
            return inner.name();
        }
    }
}
