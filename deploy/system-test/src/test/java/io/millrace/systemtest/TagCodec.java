package io.millrace.systemtest;

import java.nio.charset.StandardCharsets;

/** Names the codec of a tag or of an RTMP message by its header, and so the form that it has. */
final class TagCodec {
    private static final int ENHANCED_AUDIO = 9;

    private TagCodec() {}

    /**
     * @param type 8 audio, 9 video, 18 script
     * @return {@code audio 10} or {@code video 7} with the old form's id, or the FourCC of the enhanced form; empty for
     *     script data
     */
    static String of(int type, byte[] body) {
        if (type != RtmpClient.AUDIO && type != RtmpClient.VIDEO || body.length == 0) {
            return "";
        }
        boolean video = type == RtmpClient.VIDEO;
        int first = body[0] & 0xFF;
        boolean enhanced = video ? first >= 0x80 : first >> 4 == ENHANCED_AUDIO;
        if (enhanced) {
            return new String(body, 1, 4, StandardCharsets.US_ASCII);
        }
        return video ? "video " + (first & 0xF) : "audio " + (first >> 4);
    }
}
