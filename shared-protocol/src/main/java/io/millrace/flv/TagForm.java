package io.millrace.flv;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import java.util.Optional;

/**
 * The form that audio and video tags have for one sort of player. Tags come in the old form, with a codec id of four
 * bits, or in the enhanced one, with a FourCC and perhaps with modifiers or several tracks; what a player does not know
 * stops many of them.
 */
public enum TagForm {
    /**
     * The old ids only: those of the FLV specification, and 12 for HEVC, 13 for AV1 and 13 for Opus, as players of before
     * enhanced RTMP have them by habit. Codecs without an old id are left out.
     */
    OLD,

    /** H.264, AAC and MP3 in the old form, which every player reads; everything else as it came. One track of a kind. */
    COMMON,

    /** As {@link #COMMON}, but whatever came under an id of habit has its FourCC. */
    FOUR_CC,

    /** Everything that has a FourCC in the enhanced form; modifiers and further tracks as they came. */
    ENHANCED;

    /** Of a play's address: 0 for {@link #OLD}, 1 for {@link #ENHANCED}. */
    public static final String PARAMETER = "enhanced";

    /** What has to be done to a tag. */
    enum Change {
        NONE,
        TO_OLD,
        /** Also for one that is enhanced already, but has modifiers or a track number. */
        TO_ENHANCED,
        LEFT_OUT
    }

    /**
     * The form that a play's address asks for.
     *
     * @param enhanced the value of {@link #PARAMETER}
     * @param otherwise the form if that is missing, or something else than 0 and 1
     */
    public static TagForm asked(Optional<String> enhanced, TagForm otherwise) {
        return switch (enhanced.orElse("")) {
            case "0" -> OLD;
            case "1" -> ENHANCED;
            default -> otherwise;
        };
    }

    /** @param frame audio or video */
    Change changeOf(Frame frame) {
        boolean enhanced = EnhancedHeader.isEnhanced(frame);
        if (!enhanced) {
            return frame.type() == Frame.Type.METADATA ? Change.NONE : changeOf(frame.codec(), false);
        }
        if (this == ENHANCED) {
            return Change.NONE;
        }
        Change change = changeOf(frame.codec(), true);
        if (change == Change.TO_OLD) {
            return OldTag.canSay(frame) ? change : Change.LEFT_OUT;
        }
        boolean plain = change != Change.NONE || EnhancedHeader.isPlain(frame);
        if (plain) {
            return change;
        }
        return EnhancedTag.canSay(frame) ? Change.TO_ENHANCED : Change.LEFT_OUT;
    }

    /** What has to be done to the tags of a codec. */
    Change changeOf(Codec codec, boolean enhanced) {
        boolean byHabit = codec == Codec.HEVC || codec == Codec.AV1 || codec == Codec.OPUS;
        boolean everywhere = codec == Codec.H264 || codec == Codec.AAC || codec == Codec.MP3;
        return switch (this) {
            case OLD -> !enhanced ? Change.NONE : everywhere || byHabit ? Change.TO_OLD : Change.LEFT_OUT;
            case COMMON -> enhanced && everywhere ? Change.TO_OLD : Change.NONE;
            case FOUR_CC ->
                enhanced ? everywhere ? Change.TO_OLD : Change.NONE : byHabit ? Change.TO_ENHANCED : Change.NONE;
            case ENHANCED -> !enhanced && (everywhere || byHabit) ? Change.TO_ENHANCED : Change.NONE;
        };
    }

    /**
     * The frame in this form.
     *
     * @param frame the caller keeps its reference
     * @return the frame itself, or one that the caller releases as well; empty if this form has no way to say it
     */
    Optional<Frame> convert(Frame frame) {
        if (frame.kind() == MediaKind.SCRIPT) {
            return Optional.of(frame.type() == Frame.Type.METADATA ? MetadataCodecs.inForm(this, frame) : frame);
        }
        return switch (changeOf(frame)) {
            case NONE -> Optional.of(frame);
            case TO_OLD -> Optional.of(OldTag.of(frame));
            case TO_ENHANCED -> Optional.of(EnhancedTag.of(frame));
            case LEFT_OUT -> Optional.empty();
        };
    }
}
