package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    /** Values of x / 255 as they are. */
    private static final Preprocessing ZERO_TO_ONE = new Preprocessing(32, 1, List.of(0.0), List.of(1.0));

    private static float[] augmented(
            Augmentation augmentation, PixelImage image, Preprocessing preprocessing, long seed) {
        float[] target = new float[preprocessing.length()];
        augmentation.apply(image, preprocessing, Seeds.random(seed, "test"), target, 0);
        return target;
    }

    private static float[] plain(PixelImage image, Preprocessing preprocessing) {
        float[] target = new float[preprocessing.length()];
        preprocessing.apply(image, target, 0);
        return target;
    }

    /** A white disc on black, about the centre. */
    private static PixelImage disc(int side, double radius) {
        byte[] pixels = new byte[side * side];
        for (int i = 0; i < pixels.length; i++) {
            double dx = i % side + 0.5 - side / 2.0;
            double dy = Math.floorDiv(i, side) + 0.5 - side / 2.0;
            pixels[i] = (byte) (Math.sqrt(dx * dx + dy * dy) < radius ? 255 : 0);
        }
        return new PixelImage(side, side, 1, pixels);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    @Test
    void noAugmentationIsPlainPreprocessing() {
        PixelImage image = TinyImages.pattern(45, 30, 3);
        assertThat(augmented(Augmentation.none(), image, Preprocessing.colour(16), 1))
                .isEqualTo(plain(image, Preprocessing.colour(16)));
    }

    @Test
    void theSameGeneratorGivesTheSameImageAndAnotherSeedAnother() {
        PixelImage image = TinyImages.pattern(64, 64, 3);
        for (Augmentation augmentation :
                List.of(Augmentation.characters(), Augmentation.photos().withErasing(0.5))) {
            float[] first = augmented(augmentation, image, Preprocessing.colour(16), 5);
            assertThat(augmented(augmentation, image, Preprocessing.colour(16), 5))
                    .isEqualTo(first);
            assertThat(augmented(augmentation, image, Preprocessing.colour(16), 6))
                    .isNotEqualTo(first);
        }
    }

    @Test
    void aCertainFlipMirrorsTheImage() {
        PixelImage image = TinyImages.pattern(32, 32, 1);
        float[] expected = plain(image, ZERO_TO_ONE);
        float[] mirrored = augmented(Augmentation.none().withFlip(1), image, ZERO_TO_ONE, 1);
        for (int i = 0; i < expected.length; i++) {
            assertThat(mirrored[i]).isEqualTo(expected[i / 32 * 32 + 31 - i % 32]);
        }
    }

    @Test
    void scaleTwoQuadruplesTheAreaOfADiscAndScaleOneHalfQuartersIt() {
        PixelImage disc = disc(64, 14);
        double area = sum(plain(disc, ZERO_TO_ONE));
        double grown = sum(augmented(Augmentation.none().withScale(2, 2), disc, ZERO_TO_ONE, 1));
        double shrunk = sum(augmented(Augmentation.none().withScale(0.5, 0.5), disc, ZERO_TO_ONE, 1));
        // 3 %: a disc of 14 pixels' radius is a rough disc
        assertThat(grown / area).isCloseTo(4, within(0.12));
        assertThat(shrunk / area).isCloseTo(0.25, within(0.0075));
    }

    @Test
    void rotationAndShearKeepTheAreaOfACentredDisc() {
        PixelImage disc = disc(64, 14);
        double area = sum(plain(disc, ZERO_TO_ONE));
        for (int seed = 0; seed < 10; seed++) {
            Augmentation turned = Augmentation.none().withRotation(180).withShear(20);
            assertThat(sum(augmented(turned, disc, ZERO_TO_ONE, seed)) / area)
                    .as("seed %d", seed)
                    .isCloseTo(1, within(0.02));
        }
    }

    @Test
    void bordersAreReplicatedSoThatOneToneStaysOneTone() {
        PixelImage image = TinyImages.tone(40, 25, 51);
        Augmentation wild = Augmentation.photos()
                .withBrightness(0)
                .withContrast(0.9)
                .withRotation(45)
                .withTranslation(0.5)
                .withErasing(1);
        assertThat(augmented(wild, image, ZERO_TO_ONE, 3))
                .usingComparatorWithPrecision(1e-5f)
                .containsOnly(0.2f);
    }

    @Test
    void valuesStayWithinThePixelRange() {
        Augmentation strong = Augmentation.photos().withBrightness(1).withContrast(1);
        for (int seed = 0; seed < 20; seed++) {
            for (float value : augmented(strong, TinyImages.pattern(30, 50, 3), ZERO_TO_ONE, seed)) {
                assertThat(value).as("seed %d", seed).isBetween(0f, 1.00001f);
            }
        }
    }

    @Test
    void charactersAreNeverMirrored() {
        assertThat(Augmentation.characters().flipProbability()).isZero();
        assertThat(Augmentation.photos().flipProbability()).isEqualTo(0.5);
    }

    @Test
    void anOptionOutsideItsRangeIsNamed() {
        assertThatThrownBy(() -> Augmentation.none().withFlip(1.5)).hasMessageContaining("flipProbability is 1.5");
        assertThatThrownBy(() -> Augmentation.none().withScale(1.2, 1.1)).hasMessageContaining("maxScale is 1.1");
    }
}
