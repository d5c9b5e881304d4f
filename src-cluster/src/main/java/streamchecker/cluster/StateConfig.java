package streamchecker.cluster;

import java.nio.charset.StandardCharsets;

/** What the state of a partition was made with, and how far it has got: another job's sums would not add up with this one's. */
record StateConfig(long windowMs, long newestMs) {
    private static final int VERSION = 1;

    /** @throws JobException where the state is of another version, or of windows of another length */
    static StateConfig read(SumsStore store, long windowMs) {
        byte[] row = store.get(StateCodec.CONFIG);
        if (row == null) return new StateConfig(windowMs, Long.MIN_VALUE);
        String[] known = new String(row, StandardCharsets.UTF_8).split(" ");
        if (!known[0].equals(String.valueOf(VERSION)))
            throw new JobException("The state of this application id was written by version " + known[0] + " of the job; this is version " + VERSION
                + ". Run that version, or start this one under another --application-id: it sums the topic anew");
        if (!known[1].equals(String.valueOf(windowMs)))
            throw new JobException("The state of this application id has windows of " + known[1] + " ms, and this job is to sum windows of " + windowMs
                + " ms. Give it --window " + known[1] + "ms, or another --application-id");
        return new StateConfig(windowMs, Long.parseLong(known[2]));
    }

    void write(SumsStore store) {
        store.put(StateCodec.CONFIG, (VERSION + " " + windowMs + " " + newestMs).getBytes(StandardCharsets.UTF_8));
    }
}
