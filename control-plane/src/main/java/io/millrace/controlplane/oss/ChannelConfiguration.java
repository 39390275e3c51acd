package io.millrace.controlplane.oss;

import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The body of PutLiveChannel. Besides OSS's form it is read with flat lower-case names: {@code description},
 * {@code status}, {@code type}, {@code fragDuration}, {@code fragCount}, {@code playlistName}, and {@code name} for a
 * description that is missing.
 */
record ChannelConfiguration(ChannelConfig config, ChannelStatus status) {
    private static final String ROOT = "LiveChannelConfiguration";
    private static final List<String> FLAT = List.of("type", "fragDuration", "fragCount", "playlistName");
    private static final int MAX_DESCRIPTION_BYTES = 128;
    private static final int MIN_PLAYLIST_NAME = 6;
    private static final int MAX_PLAYLIST_NAME = 128;
    private static final String PLAYLIST_SUFFIX = ".m3u8";

    /**
     * @throws OssException MalformedXML or InvalidArgument
     */
    static ChannelConfiguration parse(byte[] body) {
        XmlElement root = XmlElement.parse(body);
        if (!root.name().equals(ROOT)) {
            throw OssErrors.malformedXml();
        }
        XmlElement target = target(root);
        String description = description(root);
        ChannelStatus status = status(root);
        checkSnapshot(root);
        if (!text(target, "Type", "type").orElse("").equals("HLS")) {
            throw OssErrors.invalidArgument("Target.Type must be HLS.", "0044-00000013");
        }
        Optional<String> duration = text(target, "FragDuration", "fragDuration");
        Optional<String> count = text(target, "FragCount", "fragCount");
        boolean neither = duration.isEmpty() && count.isEmpty();
        ChannelConfig defaults = ChannelConfig.DEFAULT;
        ChannelConfig config = new ChannelConfig(
                description,
                neither ? defaults.fragDurationSeconds() : upToHundred(duration, "FragDuration", "0044-00000014"),
                neither ? defaults.fragCount() : upToHundred(count, "FragCount", "0044-00000015"),
                playlistName(text(target, "PlaylistName", "playlistName").orElse(defaults.playlistName())));
        return new ChannelConfiguration(config, status);
    }

    private static XmlElement target(XmlElement root) {
        Optional<XmlElement> target = root.child("Target");
        if (target.isPresent()) {
            return target.get();
        }
        if (FLAT.stream().noneMatch(name -> root.child(name).isPresent())) {
            throw OssErrors.malformedXml();
        }
        return root;
    }

    private static String description(XmlElement root) {
        String description = Arrays.asList("Description", "description", "name").stream()
                .flatMap(name -> root.child(name).stream())
                .map(XmlElement::text)
                .findFirst()
                .orElse("");
        if (description.getBytes(StandardCharsets.UTF_8).length > MAX_DESCRIPTION_BYTES) {
            throw OssErrors.invalidArgument(
                    "Description must not be longer than " + MAX_DESCRIPTION_BYTES + " bytes.", "0044-00000001");
        }
        return description;
    }

    private static ChannelStatus status(XmlElement root) {
        return text(root, "Status", "status")
                .map(text -> ChannelStatusText.parse(text)
                        .orElseThrow(() ->
                                OssErrors.invalidArgument("Status must be enabled or disabled.", "0044-00000002")))
                .orElse(ChannelStatus.ENABLED);
    }

    private static void checkSnapshot(XmlElement root) {
        int snapshots = root.children("Snapshot").size();
        if (snapshots > 1) {
            throw OssErrors.invalidArgument("There must be one Snapshot at most.", "0044-00000003");
        }
        if (snapshots == 1) {
            throw OssErrors.invalidArgument("Snapshot is not supported in this region.", "0044-00000004");
        }
    }

    private static int upToHundred(Optional<String> text, String name, String ec) {
        String digits = text.orElse("");
        int value = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : 0;
        if (value < 1 || value > 100) {
            throw OssErrors.invalidArgument(
                    name + " must be an integer from 1 to 100; FragDuration and FragCount are given both or neither.",
                    ec);
        }
        return value;
    }

    private static String playlistName(String name) {
        if (name.indexOf('/') >= 0 || !isPrintable(name)) {
            throw OssErrors.invalidArgument("PlaylistName must not contain slashes.", "0044-00000016");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < MIN_PLAYLIST_NAME || bytes > MAX_PLAYLIST_NAME) {
            throw OssErrors.invalidArgument("PlaylistName must have 6 to 128 bytes.", "0044-00000017");
        }
        if (!name.endsWith(PLAYLIST_SUFFIX)) {
            throw OssErrors.invalidArgument("PlaylistName must end in .m3u8.", "0044-00000018");
        }
        return name;
    }

    private static boolean isPrintable(String name) {
        return name.chars().noneMatch(c -> c < 0x20 || c == 0x7f || c == 0xfffd);
    }

    /** An element's text without the white space around it; an empty element counts as none. */
    private static Optional<String> text(XmlElement parent, String name, String alias) {
        return parent.child(name)
                .or(() -> parent.child(alias))
                .map(element -> element.text().strip())
                .filter(text -> !text.isEmpty());
    }
}
