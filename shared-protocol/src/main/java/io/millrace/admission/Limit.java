package io.millrace.admission;

/** What a node may have too much of already to take one more viewer or publisher. */
public enum Limit {
    VIEWERS("viewers", "as many viewers as it may"),
    PUBLISHERS("publishers", "as many publishers as it may"),
    BANDWIDTH("bandwidth", "as much to send as it may"),
    MEMORY("memory", "too little memory left");

    private final String label;
    private final String excess;

    Limit(String label, String excess) {
        this.label = label;
        this.excess = excess;
    }

    /** The value of the tag {@code limit} of the counters of who was refused. */
    public String label() {
        return label;
    }

    /** What the node has, to go behind "has" in a sentence for the one who is refused. */
    public String excess() {
        return excess;
    }
}
