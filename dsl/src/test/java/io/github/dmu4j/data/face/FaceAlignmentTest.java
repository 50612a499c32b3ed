package io.github.dmu4j.data.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.PixelImage;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected values by formats/face.py: Umeyama's singular value decomposition and a bilinear warp in NumPy. */
class FaceAlignmentTest {
    static Stream<JsonNode> cases() {
        return StreamSupport.stream(FormatFiles.json("face/align/expected.json").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTransformIsThatOfTheSingularValueDecomposition(JsonNode expected) {
        SimilarityTransform found = FaceAlignment.toTemplate(FormatFiles.doubles(expected.get("points")));
        double[] matrix = FormatFiles.doubles(expected.get("matrix"));
        assertThat(new double[] {found.a(), -found.b(), found.tx(), found.b(), found.a(), found.ty()})
                .containsExactly(matrix, within(1e-9));
    }

    /** Within one level: the two round sums that differ in the last digits, and only where one lies at a half. */
    @ParameterizedTest
    @MethodSource("cases")
    void theAlignedFaceIsThatOfTheReference(JsonNode expected) {
        String name = expected.get("name").asText();
        PixelImage picture =
                PixelImage.decode(FormatFiles.bytes(FormatFiles.path("face/align/" + name + ".png")), name, 10_000);
        PixelImage aligned = FaceAlignment.align(picture, FormatFiles.doubles(expected.get("points")));
        float[] reference =
                Npy.readMatrix(FormatFiles.path("face/align/" + name + ".npy")).values();
        int different = 0;
        for (int i = 0; i < reference.length; i++) {
            int level = aligned.pixels()[i] & 0xff;
            assertThat((float) level).isCloseTo(reference[i], within(1f));
            different += level == (int) reference[i] ? 0 : 1;
        }
        assertThat(aligned.width()).isEqualTo(112);
        assertThat(reference).hasSize(112 * 112 * picture.channels());
        assertThat(different).isLessThan(10);
    }

    @Test
    void pointsAtTheTemplateLeaveThePictureAsItIs() {
        byte[] pixels = new byte[112 * 112];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 31 % 251);
        }
        PixelImage picture = new PixelImage(112, 112, 1, pixels);
        SimilarityTransform same = new SimilarityTransform(1, 0, 0, 0);
        assertThat(FaceAlignment.warp(picture, same, 112).pixels()).isEqualTo(pixels);
        SimilarityTransform found = FaceAlignment.toTemplate(FaceAlignment.template());
        assertThat(found.a()).isCloseTo(1, within(1e-12));
        assertThat(found.tx()).isCloseTo(0, within(1e-10));
    }

    @Test
    void aQuarterTurnOfTwoPointsByHand() {
        // (0,0) -> (5,7), (1,0) -> (5,9): twice the size, turned by 90 degrees
        SimilarityTransform found = SimilarityTransform.between(new double[] {0, 0, 1, 0}, new double[] {5, 7, 5, 9});
        assertThat(found.a()).isCloseTo(0, within(1e-12));
        assertThat(found.b()).isCloseTo(2, within(1e-12));
        assertThat(found.x(3, 1)).isCloseTo(3, within(1e-12));
        assertThat(found.y(3, 1)).isCloseTo(13, within(1e-12));
        assertThat(found.inverse().x(3, 13)).isCloseTo(3, within(1e-12));
        assertThat(found.inverse().y(3, 13)).isCloseTo(1, within(1e-12));
    }

    @Test
    void halfAPixelIsTheMeanOfTwo() {
        PixelImage two = new PixelImage(2, 1, 1, new byte[] {10, 21});
        SimilarityTransform halfRight = new SimilarityTransform(1, 0, -0.5, 0);
        // (10 + 21) / 2 = 15.5 up to 16; 21 / 2 + 0 / 2 = 10.5 up to 11, as black lies beyond
        assertThat(FaceAlignment.warp(two, halfRight, 2).pixels()).containsExactly(16, 11, 0, 0);
    }

    @Test
    void pointsAtOnePlaceAreRefused() {
        double[] points = new double[10];
        Arrays.fill(points, 4.5);
        assertThatThrownBy(() -> FaceAlignment.toTemplate(points))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("one place");
        assertThatThrownBy(() -> FaceAlignment.align(new PixelImage(1, 1, 1, new byte[1]), new double[8]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void absurdPointsGiveABlackPicture() {
        double[] points = {1e30, 0, 2e30, 0, 1.5e30, 1e30, 1e30, 2e30, 2e30, 2e30};
        PixelImage aligned = FaceAlignment.align(new PixelImage(1, 1, 1, new byte[] {9}), points);
        assertThat(aligned.pixels()).containsOnly(0);
    }
}
