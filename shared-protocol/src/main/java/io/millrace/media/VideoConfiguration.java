package io.millrace.media;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * A video decoder configuration: the parameter sets to send before each key frame and how NAL units are framed. Read
 * from an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, section 5.3.3.1) or an HEVCDecoderConfigurationRecord
 * (section 8.3.3.1).
 *
 * @param nalLengthBytes 1, 2 or 4: the size of the length in front of each NAL unit
 * @param parameterSets SPS and PPS, for HEVC with VPS before them, in the order of the record; not to be changed
 * @param description what the SPS says; unknown if it cannot be read
 */
public record VideoConfiguration(
        Codec codec, int nalLengthBytes, List<byte[]> parameterSets, VideoDescription description) {
    /** More than any encoder needs; beyond it the record is rubbish. */
    public static final int MAX_PARAMETER_SET_BYTES = 4096;

    private static final int AVC_SPS_TYPE = 7;
    private static final int HEVC_VPS_TYPE = 32;
    private static final int HEVC_SPS_TYPE = 33;
    private static final int HEVC_PPS_TYPE = 34;

    public VideoConfiguration {
        parameterSets = List.copyOf(parameterSets);
    }

    /**
     * @param frame a CONFIG frame of H.264 or HEVC, whose reference the caller keeps
     * @throws MalformedMediaException if the record breaks its format
     */
    public static VideoConfiguration read(Frame frame) {
        ByteBuf in = frame.payload();
        try {
            return switch (frame.codec()) {
                case H264 -> readAvc(in);
                case HEVC -> readHevc(in);
                default ->
                    throw new MalformedMediaException(
                            "video configuration: " + frame.codec() + " (expected: H264, HEVC)");
            };
        } catch (IndexOutOfBoundsException e) {
            throw new MalformedMediaException(frame.codec() + " configuration: ends early");
        }
    }

    private static VideoConfiguration readAvc(ByteBuf in) {
        in.skipBytes(4);
        int lengthBytes = (in.readByte() & 3) + 1;
        List<byte[]> sets = new ArrayList<>();
        readSets(in, in.readByte() & 0x1f, sets);
        readSets(in, in.readUnsignedByte(), sets);
        return checked(Codec.H264, lengthBytes, sets);
    }

    private static VideoConfiguration readHevc(ByteBuf in) {
        in.skipBytes(21);
        int lengthBytes = (in.readByte() & 3) + 1;
        int arrays = in.readUnsignedByte();
        List<byte[]> sets = new ArrayList<>();
        for (int i = 0; i < arrays; i++) {
            int type = in.readByte() & 0x3f;
            readSets(in, in.readUnsignedShort(), isHevcParameterSet(type) ? sets : new ArrayList<>());
        }
        return checked(Codec.HEVC, lengthBytes, sets);
    }

    /** A record may hold SEI messages too, which need not come again before each key frame. */
    private static boolean isHevcParameterSet(int type) {
        return type >= HEVC_VPS_TYPE && type <= HEVC_PPS_TYPE;
    }

    private static void readSets(ByteBuf in, int count, List<byte[]> sets) {
        for (int i = 0; i < count; i++) {
            byte[] set = new byte[Math.min(in.readUnsignedShort(), in.readableBytes())];
            in.readBytes(set);
            if (set.length > 0) {
                sets.add(set);
            }
        }
    }

    private static VideoConfiguration checked(Codec codec, int lengthBytes, List<byte[]> sets) {
        int total = sets.stream().mapToInt(set -> set.length + 4).sum();
        if (total > MAX_PARAMETER_SET_BYTES) {
            throw new MalformedMediaException(
                    "parameter sets: " + total + " bytes (expected: at most " + MAX_PARAMETER_SET_BYTES + ")");
        }
        if (lengthBytes == 3) {
            throw new MalformedMediaException("NAL length size: 3 (expected: 1, 2, 4)");
        }
        byte[] sps = sets.stream()
                .filter(set -> isSps(codec, set))
                .findFirst()
                .orElseThrow(() -> new MalformedMediaException(codec + " configuration: no SPS (expected: one)"));
        return new VideoConfiguration(codec, lengthBytes, sets, describe(codec, sps));
    }

    /** Players may understand a parameter set that this does not. */
    private static VideoDescription describe(Codec codec, byte[] sps) {
        try {
            return codec == Codec.H264 ? AvcSps.read(sps) : HevcSps.read(sps);
        } catch (MalformedMediaException e) {
            return VideoDescription.UNKNOWN;
        }
    }

    private static boolean isSps(Codec codec, byte[] set) {
        return codec == Codec.H264 ? (set[0] & 0x1f) == AVC_SPS_TYPE : (set[0] >> 1 & 0x3f) == HEVC_SPS_TYPE;
    }
}
