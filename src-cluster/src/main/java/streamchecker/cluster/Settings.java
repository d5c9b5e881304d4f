package streamchecker.cluster;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the job is started with. Durations are in milliseconds. */
record Settings(String brokers, String applicationId, String topic, String sums, String progress, String limits,
    long windowMs, long intervalMs, int threads, int standbys, int health, Path stateDir, Properties clients) {

    static final String USAGE = """
        streamchecker-cluster --brokers HOST:PORT,… [options]
          --application-id ID   names the job: instances of one id share the partitions (streamchecker-cluster)
          --window D            length of the windows, as 300, 90s, 5m, 1h (5m); that of the checker
          --interval D          what the instants of bare lengths are aligned to (1s); that of the checker
          --topic NAME          flow records and marks (traffic)
          --sums NAME           gets the sums (traffic-sums)
          --progress NAME       gets how far each partition is summed (traffic-progress)
          --limits NAME         the limits, as the checker writes them (traffic-limits)
          --state-dir DIR       a copy of the state, which comes back from the brokers if it is lost
          --threads N           partitions that are summed at a time (2)
          --standbys N          instances that keep a copy of each partition's state (0)
          --health PORT         answers GET /health there: 200 while it sums (none)
          --config FILE         further settings of Kafka's clients, a properties file (TLS, SASL)
        """;
    private static final List<String> OPTIONS = List.of("brokers", "application-id", "window", "interval", "topic", "sums",
        "progress", "limits", "state-dir", "threads", "standbys", "health", "config");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

    /** @throws JobException where an option is not one, or can't be used */
    static Settings parse(String[] arguments) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!OPTIONS.contains(name)) throw new JobException("\"" + arguments[i] + "\" is not an option.\n" + USAGE.strip());
            if (i + 1 == arguments.length) throw new JobException("--" + name + " needs a value");
            given.put(name, arguments[i + 1]);
        }
        if (!given.containsKey("brokers")) throw new JobException("Name the brokers: --brokers kafka1:9092,kafka2:9092");
        long windowMs = duration("window", given.getOrDefault("window", "5m"));
        long intervalMs = duration("interval", given.getOrDefault("interval", "1s"));
        if (windowMs % intervalMs != 0) throw new JobException("--window must be a multiple of --interval");
        String home = System.getProperty("user.home") + "/.local/state/streamchecker-cluster";
        return new Settings(given.get("brokers"), name("application-id", given.getOrDefault("application-id", "streamchecker-cluster")),
            name("topic", given.getOrDefault("topic", "traffic")), name("sums", given.getOrDefault("sums", "traffic-sums")),
            name("progress", given.getOrDefault("progress", "traffic-progress")), name("limits", given.getOrDefault("limits", "traffic-limits")),
            windowMs, intervalMs, count("threads", given.getOrDefault("threads", "2"), 1, 256), count("standbys", given.getOrDefault("standbys", "0"), 0, 16),
            count("health", given.getOrDefault("health", "0"), 0, 65_535), Path.of(given.getOrDefault("state-dir", home)), clients(given.get("config")));
    }

    StateConfig.Work work() {
        return new StateConfig.Work(windowMs, topic, sums);
    }

    private static String name(String option, String text) {
        if (text.matches("[\\w.-]{1,200}")) return text;
        throw new JobException("--" + option + " \"" + text + "\" is not a valid name: use letters, digits, \".\", \"_\" and \"-\"");
    }

    private static long duration(String option, String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) throw new JobException("--" + option + " \"" + text + "\" is not a valid duration: write for instance 300, 90s or 5m");
        String unit = parts.group(2) == null ? "s" : parts.group(2);
        long factor = switch (unit) {
            case "ms" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1_000;
        };
        long milliseconds = Long.parseLong(parts.group(1)) * factor;
        if (milliseconds >= 1_000 && milliseconds <= 86_400_000 && milliseconds % 1_000 == 0) return milliseconds;
        throw new JobException("--" + option + " must be whole seconds, from 1s to 24h");
    }

    private static int count(String option, String text, int least, int most) {
        if (text.matches("\\d{1,6}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) return Integer.parseInt(text);
        throw new JobException("--" + option + " must be an integer from " + least + " to " + most);
    }

    private static Properties clients(String file) {
        Properties properties = new Properties();
        if (file == null) return properties;
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException thrown) {
            throw new JobException("--config " + file + " can't be read: " + thrown.getMessage());
        }
        return properties;
    }
}
