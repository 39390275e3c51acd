package io.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.channel.AudioInfo;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.VideoInfo;
import io.millrace.flv.FlvSample;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaMeterTest {
    private static MediaInfo measured(String sample) {
        List<Frame> frames = FlvSample.frames(sample);
        MediaMeter meter = new MediaMeter();
        frames.forEach(meter::add);
        frames.forEach(Frame::release);
        return meter.measure();
    }

    @Test
    void h264AndAacAreNamedAndMeasured() {
        MediaInfo info = measured("h264-aac.flv");
        VideoInfo video = info.video().orElseThrow();
        assertThat(video.codec()).isEqualTo("H264");
        assertThat(video.width()).isEqualTo(96);
        assertThat(video.height()).isEqualTo(64);
        assertThat(video.frameRate()).isCloseTo(25, within(1.5));
        assertThat(video.bytesPerSecond()).isBetween(2_000L, 12_000L);
        AudioInfo audio = info.audio().orElseThrow();
        assertThat(audio.codec()).isEqualTo("AAC");
        assertThat(audio.sampleRate()).isEqualTo(44100);
        assertThat(audio.channels()).isEqualTo(1);
        assertThat(audio.bytesPerSecond()).isBetween(500L, 8_000L);
    }

    @Test
    void hevcIsCalledH265() {
        VideoInfo video = measured("hevc-aac.flv").video().orElseThrow();
        assertThat(video.codec()).isEqualTo("H265");
        assertThat(video.width()).isEqualTo(96);
        assertThat(video.height()).isEqualTo(64);
    }

    @Test
    void mp3IsReadFromItsFrameHeaders() {
        MediaInfo info = measured("mp3.flv");
        assertThat(info.video()).isEmpty();
        AudioInfo audio = info.audio().orElseThrow();
        assertThat(audio.codec()).isEqualTo("MP3");
        assertThat(audio.sampleRate()).isEqualTo(44100);
        assertThat(audio.channels()).isEqualTo(1);
    }

    @Test
    void nothingIsKnownOfAnEmptyFeed() {
        assertThat(new MediaMeter().measure()).isEqualTo(MediaInfo.NONE);
    }
}
