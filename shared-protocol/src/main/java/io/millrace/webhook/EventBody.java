package io.millrace.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.Webhook;
import io.millrace.rtmp.address.Query;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes events as JSON, with the members that Node-Media-Server's handlers get as arguments, or those of SRS's HTTP
 * hooks. What is ours alone stands in {@code millrace}, where neither has anything. Safe on any thread.
 */
public final class EventBody {
    private static final int RADIX = 36;
    private static final int ID_DIGITS = 7;

    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * @param event its name in that style
     * @return UTF-8
     */
    public byte[] write(Webhook.Style style, String event, Occasion occasion) {
        Map<String, Object> members =
                style == Webhook.Style.SRS ? srs(event, occasion) : nodeMediaServer(event, occasion);
        members.put("millrace", own(occasion));
        try {
            return mapper.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written", e);
        }
    }

    private static Map<String, Object> nodeMediaServer(String event, Occasion occasion) {
        ClientInfo client = occasion.client();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("action", event);
        members.put("id", client.id());
        boolean ofConnection =
                switch (occasion.moment()) {
                    case CONNECT, CONNECTED, DISCONNECTED -> true;
                    default -> false;
                };
        if (ofConnection) {
            members.put("args", client.connect());
        } else {
            members.put(
                    "StreamPath",
                    '/' + occasion.bucket() + '/' + occasion.channel().orElse(""));
            members.put("args", arguments(client));
        }
        return members;
    }

    private static Map<String, String> arguments(ClientInfo client) {
        Map<String, String> arguments = new LinkedHashMap<>();
        if (client.param().startsWith("?")) {
            Query.parse(client.param().substring(1))
                    .forEach(parameter -> arguments.putIfAbsent(parameter.name(), parameter.value()));
        }
        return arguments;
    }

    private static Map<String, Object> srs(String event, Occasion occasion) {
        ClientInfo client = occasion.client();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("server_id", "vid-" + shortId(machine(occasion.node())));
        members.put("service_id", shortId(occasion.node()));
        members.put("action", event);
        members.put("client_id", client.id());
        members.put("ip", client.ip());
        members.put("vhost", client.vhost());
        members.put("app", occasion.bucket());
        members.put("tcUrl", client.tcUrl());
        occasion.channel()
                .filter(channel -> occasion.moment() != Moment.DISCONNECTED)
                .ifPresent(channel -> {
                    String url = client.vhost() + '/' + occasion.bucket() + '/' + channel;
                    members.put("stream", channel);
                    members.put("param", client.param());
                    members.put("stream_url", url);
                    members.put("stream_id", "vid-" + shortId(url));
                });
        switch (occasion.moment()) {
            case CONNECT, PLAY, STOPPED -> members.put("pageUrl", client.pageUrl());
            default ->
                occasion.traffic().ifPresent(traffic -> {
                    members.put("send_bytes", traffic.sent());
                    members.put("recv_bytes", traffic.received());
                });
        }
        occasion.hls().ifPresent(hls -> hls(members, occasion, hls));
        return members;
    }

    /** Files are objects of the bucket: their names there stand for SRS's paths. */
    private static void hls(Map<String, Object> members, Occasion occasion, Occasion.Hls hls) {
        String playlist = occasion.channel().orElse("") + '/' + hls.playlistName();
        members.put("duration", hls.segment().durationMillis() / 1000.0);
        members.put("cwd", '/' + occasion.bucket());
        members.put("file", hls.segment().key());
        members.put("url", occasion.bucket() + '/' + hls.segment().key());
        members.put("m3u8", playlist);
        members.put("m3u8_url", occasion.bucket() + '/' + playlist);
        members.put("seq_no", hls.segment().sequence());
    }

    private static Map<String, Object> own(Occasion occasion) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("event_id", occasion.id());
        members.put("at", occasion.at().toString());
        members.put("bucket", occasion.bucket());
        occasion.channel().ifPresent(channel -> members.put("channel", channel));
        occasion.position().ifPresent(position -> {
            members.put("epoch", position.epoch());
            members.put("sequence", position.sequence());
        });
        occasion.client().bearer().ifPresent(bearer -> {
            bearer.userId().ifPresent(user -> members.put("user_id", user));
            members.put("attributes", new TreeMap<>(bearer.attributes()));
        });
        return members;
    }

    /** The address of a node without its incarnation. */
    private static String machine(String node) {
        int incarnation = node.lastIndexOf('#');
        return incarnation < 0 ? node : node.substring(0, incarnation);
    }

    private static String shortId(String text) {
        long bits =
                UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        String digits = Long.toUnsignedString(bits, RADIX);
        return digits.substring(Math.max(0, digits.length() - ID_DIGITS));
    }
}
