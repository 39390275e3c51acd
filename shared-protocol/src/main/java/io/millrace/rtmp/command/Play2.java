package io.millrace.rtmp.command;

/** Switches a play to another stream, or starts one (section 7.2.2.2). */
public record Play2(String name) implements RtmpCommand {

    static Play2 of(Arguments arguments) {
        return new Play2(arguments
                .properties(0)
                .flatMap(properties -> properties.text("streamName"))
                .orElse(""));
    }

    /** The name can carry credentials. */
    @Override
    public String toString() {
        return "Play2";
    }
}
