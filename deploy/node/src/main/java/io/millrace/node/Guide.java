package io.millrace.node;

import java.nio.file.Path;
import java.util.Optional;

/** What a person who has just started a node wants to know. */
record Guide(Path data, NodeAddresses addresses) {
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Optional<String> rtmp = shown("rtmp").map(url -> url.replaceFirst(":1935$", ""));
        rtmp.ifPresent(url -> text.append(
                """

                Publish with ffmpeg:  ffmpeg -re -i FILE -c:v libx264 -g 60 -c:a aac -f flv %1$s/live/demo
                Publish with OBS:     Settings, Stream, Custom: Server %1$s/live, Stream Key demo
                Play with ffplay:     ffplay %1$s/live/demo
                """
                        .formatted(url)));
        shown("http")
                .ifPresent(url -> text.append(
                        """
                        Play in a browser:    %1$s/live/demo.m3u8 (hls.js, Safari), %1$s/live/demo.flv (mpegts.js)
                        """
                                .formatted(url)));
        shown("api")
                .ifPresent(url -> text.append(
                        """
                        OSS API:              %s (access key in %s)
                        """
                                .formatted(url, data.resolve(Node.NODE_FILE))));
        return text.toString().stripTrailing();
    }

    private Optional<String> shown(String name) {
        return Optional.ofNullable(addresses.byName().get(name)).map(url -> url.replace("127.0.0.1", "localhost"));
    }
}
