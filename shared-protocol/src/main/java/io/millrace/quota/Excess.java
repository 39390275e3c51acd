package io.millrace.quota;

/** Of what a bucket has as much as it may. */
public enum Excess {
    PUBLISHERS("TooManyBucketPublishers", "as many live channels as it may"),
    VIEWERS("TooManyBucketViewers", "as many viewers as it may"),
    BANDWIDTH("TooMuchBucketBandwidth", "as much sent to viewers as it may");

    private final String code;
    private final String sentence;

    Excess(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** For programs. */
    public String code() {
        return code;
    }

    /** For the one who is refused. */
    public String message(String bucket) {
        return "The bucket " + bucket + " has " + sentence + ".";
    }
}
