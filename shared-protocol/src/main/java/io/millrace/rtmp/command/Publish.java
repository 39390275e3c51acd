package io.millrace.rtmp.command;

/**
 * Starts a publish (section 7.2.2.6).
 *
 * @param name the stream name as sent, with its query
 * @param mode live, record or append
 */
public record Publish(String name, String mode) implements RtmpCommand {
    /** The name can carry credentials. */
    @Override
    public String toString() {
        return "Publish";
    }
}
