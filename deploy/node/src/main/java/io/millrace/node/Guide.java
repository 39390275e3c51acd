package io.millrace.node;

import java.nio.file.Path;
import java.util.Map;

/** What a person who has just started a node wants to know. */
record Guide(Path data, NodeAddresses addresses) {
    @Override
    public String toString() {
        Map<String, String> byName = addresses.byName();
        String rtmp = shown(byName, "rtmp").replaceFirst(":1935$", "");
        String http = shown(byName, "http");
        return """

                Publish with ffmpeg:  ffmpeg -re -i FILE -c:v libx264 -g 60 -c:a aac -f flv %1$s/live/demo
                Publish with OBS:     Settings, Stream, Custom: Server %1$s/live, Stream Key demo
                Play in a browser:    %2$s/live/demo.m3u8 (hls.js, Safari), %2$s/live/demo.flv (mpegts.js)
                Play with ffplay:     ffplay %2$s/live/demo.flv   or   ffplay %1$s/live/demo
                OSS API:              %3$s (access key: %4$s)
                """
                .formatted(rtmp, http, shown(byName, "api"), data.resolve("node.json"))
                .stripTrailing();
    }

    private static String shown(Map<String, String> byName, String name) {
        return byName.getOrDefault(name, "(not on this node)").replace("127.0.0.1", "localhost");
    }
}
