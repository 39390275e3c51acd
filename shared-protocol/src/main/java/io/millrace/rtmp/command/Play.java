package io.millrace.rtmp.command;

/**
 * Starts a play (section 7.2.2.1).
 *
 * @param name the stream name as sent, with its query
 * @param start -2 live or recorded, -1 live, otherwise seconds into a recording
 * @param reset whether earlier entries of the play list are dropped
 */
public record Play(String name, double start, boolean reset) implements RtmpCommand {
    /** The name can carry credentials. */
    @Override
    public String toString() {
        return "Play";
    }
}
