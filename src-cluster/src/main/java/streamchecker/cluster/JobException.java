package streamchecker.cluster;

/** What keeps the job from running, in a sentence that says what to do. */
final class JobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobException(String message) {
        super(message);
    }

    /** The sentence in what was thrown; null where there is none. */
    static String sentenceOf(Throwable thrown) {
        for (Throwable one = thrown; one != null; one = one.getCause()) if (one instanceof JobException) return one.getMessage();
        return null;
    }
}
