package io.millrace.rtmp.command;

import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfProperties;
import io.millrace.amf.AmfStrictArray;
import io.millrace.amf.AmfString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a peer says in its connect of enhanced RTMP (version 2, "Enhancing NetConnection connect Command").
 *
 * @param fourCcs {@code fourCcList}: the codecs that it knows, {@code *} for all; empty if it says nothing
 * @param videoFourCcs {@code videoFourCcInfoMap}: what it can do with each video codec, as bits of {@link #CAN_DECODE},
 *     {@link #CAN_ENCODE} and {@link #CAN_FORWARD}
 * @param audioFourCcs {@code audioFourCcInfoMap}: the same for audio
 * @param capsEx bits of {@link #RECONNECT} and kin
 */
public record EnhancedCapabilities(
        List<String> fourCcs, Map<String, Integer> videoFourCcs, Map<String, Integer> audioFourCcs, int capsEx) {
    /** A bit of {@link #capsEx}: moves to another connection when the server asks for it. */
    public static final int RECONNECT = 0x01;

    /** A bit of {@link #capsEx}: several tracks of one kind. */
    public static final int MULTITRACK = 0x02;

    /** A bit of {@link #capsEx}: reads the modifiers before a packet's type. */
    public static final int MOD_EX = 0x04;

    /** A bit of {@link #capsEx}: time stamps with nanoseconds. */
    public static final int TIMESTAMP_NANO_OFFSET = 0x08;

    /** A bit of a codec's entry. */
    public static final int CAN_DECODE = 0x01;

    /** A bit of a codec's entry. */
    public static final int CAN_ENCODE = 0x02;

    /** A bit of a codec's entry. */
    public static final int CAN_FORWARD = 0x04;

    private static final String ALL = "*";

    /** A peer that speaks RTMP as it always was. */
    public static final EnhancedCapabilities NONE = new EnhancedCapabilities(List.of(), Map.of(), Map.of(), 0);

    public EnhancedCapabilities {
        fourCcs = List.copyOf(fourCcs);
        videoFourCcs = Map.copyOf(videoFourCcs);
        audioFourCcs = Map.copyOf(audioFourCcs);
    }

    static EnhancedCapabilities of(AmfProperties connect) {
        return new EnhancedCapabilities(
                fourCcs(connect), infoMap(connect, "videoFourCcInfoMap"), infoMap(connect, "audioFourCcInfoMap"), (int)
                        connect.number("capsEx").orElse(0));
    }

    private static List<String> fourCcs(AmfProperties connect) {
        if (!(connect.properties().get("fourCcList") instanceof AmfStrictArray array)) {
            return List.of();
        }
        return array.values().stream()
                .filter(AmfString.class::isInstance)
                .map(value -> ((AmfString) value).value())
                .toList();
    }

    private static Map<String, Integer> infoMap(AmfProperties connect, String name) {
        Map<String, Integer> map = new LinkedHashMap<>();
        if (connect.properties().get(name) instanceof AmfProperties codecs) {
            codecs.properties().forEach((fourCc, bits) -> {
                if (bits instanceof AmfNumber number) {
                    map.put(fourCc, (int) number.value());
                }
            });
        }
        return map;
    }

    /** Whether the peer moves to another connection when it is asked to. */
    public boolean canReconnect() {
        return (capsEx & RECONNECT) != 0;
    }

    /** Whether the peer has named a video codec, or all of them, as one that it takes. */
    public boolean takesVideo(String fourCc) {
        int bits = videoFourCcs.getOrDefault(ALL, 0) | videoFourCcs.getOrDefault(fourCc, 0);
        return fourCcs.contains(ALL) || fourCcs.contains(fourCc) || (bits & (CAN_DECODE | CAN_FORWARD)) != 0;
    }

    /** Whether the peer has said anything of enhanced RTMP. */
    boolean isEmpty() {
        return equals(NONE);
    }
}
