package io.millrace.load.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FlvFileTest {
    @Test
    void itHasWhatSetsADecoderUpAndTheMediaFromTheFirstKeyFrameOn() {
        FlvFile file = FlvFile.read(TestingFlv.show(6).bytes());

        assertThat(file.setup())
                .extracting(StoredTag::type)
                .containsExactly(StoredTag.SCRIPT, StoredTag.VIDEO, StoredTag.AUDIO);
        assertThat(file.media()).hasSize(12);
        assertThat(file.media().get(0).timestampMillis()).isZero();
        assertThat(file.media().get(1).timestampMillis()).isEqualTo(10);
        assertThat(file.lengthMillis()).isEqualTo(6 * 40);
    }

    @Test
    void eachPictureHasAMarkInFrontOfItsNalUnits() {
        FlvFile file = FlvFile.read(TestingFlv.show(2).bytes());
        StoredTag picture = file.media().get(0);

        assertThat(picture.marked()).isTrue();
        assertThat(ClockMark.isIn(picture.body())).isTrue();
        assertThat(StoredTag.isKeyFrame(picture.body())).isTrue();
        assertThat(picture.body().getInt(ClockMark.OFFSET + ClockMark.BYTES)).isEqualTo(3);
        assertThat(file.media()).filteredOn(StoredTag::marked).hasSize(2);
    }

    @Test
    void aFileWithoutAKeyFrameIsRefused() {
        assertThatThrownBy(() -> FlvFile.read(
                        new TestingFlv().tag(StoredTag.AUDIO, 0, 0xAF, 1, 2).bytes()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
