package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
    /** Mean 0 and deviation 1 / 255, so that values stay in 0..255. */
    private static Preprocessing unchanged(int size, int channels) {
        List<Double> zeros = channels == 1 ? List.of(0.0) : List.of(0.0, 0.0, 0.0);
        List<Double> ones = channels == 1 ? List.of(1 / 255.0) : List.of(1 / 255.0, 1 / 255.0, 1 / 255.0);
        return new Preprocessing(size, channels, zeros, ones);
    }

    @Test
    void resizesLikePillowsBilinearFilter() throws IOException {
        JsonNode expected;
        try (InputStream in = PreprocessingTest.class.getResourceAsStream("pil-resize.json")) {
            expected = Json.mapper().readTree(in);
        }
        assertThat(expected.get("cases")).hasSize(4);
        for (JsonNode one : expected.get("cases")) {
            PixelImage image = TinyImages.pattern(
                    one.get("width").asInt(),
                    one.get("height").asInt(),
                    one.get("channels").asInt());
            Preprocessing preprocessing =
                    unchanged(one.get("size").asInt(), one.get("outChannels").asInt());
            float[] found = new float[preprocessing.length()];
            preprocessing.apply(image, found, 0);
            double sum = 0;
            for (int i = 0; i < found.length; i++) {
                double difference = Math.abs(found[i] - one.get("planes").get(i).asInt());
                // Pillow rounds to 8 bits after each of two passes: at most one level off
                assertThat(difference).as("value %d of %s", i, image).isLessThan(1.1);
                sum += difference;
            }
            assertThat(sum / found.length).isLessThan(0.6);
        }
    }

    @Test
    void anImageOfTheRightSizeOnlyIsNormalised() {
        PixelImage image = new PixelImage(2, 2, 1, new byte[] {0, (byte) 255, 51, 102});
        float[] found = new float[6];
        Preprocessing.grey(2).apply(image, found, 1);
        assertThat(found).containsExactly(new float[] {0, -1, 1, -0.6f, -0.2f, 0}, within(1e-6f));
    }

    @Test
    void greyImagesFillAllColourPlanes() {
        float[] found = new float[3];
        Preprocessing.colour(1).apply(TinyImages.tone(1, 1, 255), found, 0);
        // (1 - mean) / deviation of ImageNet's red, green, blue
        assertThat(found).containsExactly(new float[] {2.2489f, 2.4286f, 2.64f}, within(1e-3f));
    }

    @Test
    void fingerprintsTellPreprocessingsApart() {
        assertThat(Preprocessing.grey(28).fingerprint())
                .startsWith("grey-28-")
                .isEqualTo(Preprocessing.grey(28).fingerprint())
                .isNotEqualTo(new Preprocessing(28, 1, List.of(0.4), List.of(0.5)).fingerprint());
        assertThat(Preprocessing.colour(64).fingerprint()).startsWith("colour-64-");
    }

    @Test
    void refusesTwoChannelsAndZeroDeviation() {
        assertThatThrownBy(() -> new Preprocessing(8, 2, List.of(0.0, 0.0), List.of(1.0, 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 or 3");
        assertThatThrownBy(() -> new Preprocessing(8, 1, List.of(0.0), List.of(0.0)))
                .hasMessageContaining("positive");
    }
}
