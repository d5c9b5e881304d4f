package streamchecker.cluster;

import java.nio.charset.StandardCharsets;

/** What the state of a partition was made with, and how far it has got: another job's sums would not add up with this one's. */
record StateConfig(Work work, long newestMs) {
    /** Of the state and of what the job writes. */
    static final int VERSION = 1;

    /** What a job sums, and where to. */
    record Work(long windowMs, String topic, String sums) {}

    /** @throws JobException where the state is of another version, of windows of another length, or of other topics */
    static StateConfig read(SumsStore store, Work work) {
        byte[] row = store.get(StateCodec.CONFIG);
        if (row == null) return new StateConfig(work, Long.MIN_VALUE);
        String[] known = new String(row, StandardCharsets.UTF_8).split(" ");
        if (!known[0].equals(String.valueOf(VERSION)))
            throw new JobException("The state of this application id was written by version " + known[0] + " of the job; this is version " + VERSION
                + ". Run that version, or start this one under another --application-id: it sums the topic anew");
        if (!known[1].equals(String.valueOf(work.windowMs)))
            throw new JobException("The state of this application id has windows of " + known[1] + " ms, and this job is to sum windows of " + work.windowMs
                + " ms. Give it --window " + known[1] + "ms, or another --application-id");
        // Rows of before had no topics.
        if (known.length > 4 && !(known[3].equals(work.topic) && known[4].equals(work.sums)))
            throw new JobException("The state of this application id was summed from " + known[3] + " into " + known[4] + ", and this job is to sum " + work.topic
                + " into " + work.sums + ". Give it --topic " + known[3] + " --sums " + known[4] + ", or another --application-id");
        return new StateConfig(work, Long.parseLong(known[2]));
    }

    void write(SumsStore store) {
        store.put(StateCodec.CONFIG, String.join(" ", String.valueOf(VERSION), String.valueOf(work.windowMs), String.valueOf(newestMs), work.topic, work.sums)
            .getBytes(StandardCharsets.UTF_8));
    }
}
