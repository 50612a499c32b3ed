package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CropBoxTest {
    @Test
    void partsLieWithinTheImageAndKeepAreaAndRatio() {
        for (int seed = 0; seed < 2_000; seed++) {
            CropBox box = CropBox.random(new SplittableRandom(seed), 500, 375, 0.08);
            assertThat(box.left()).as("seed %d", seed).isBetween(0, 500 - box.width());
            assertThat(box.top()).as("seed %d", seed).isBetween(0, 375 - box.height());
            // sides are rounded to whole pixels: at most 0.5 in 106, the smallest side
            assertThat((double) box.width() / box.height()).as("seed %d", seed).isBetween(0.743, 1.346);
            assertThat(box.width() * box.height() / (500.0 * 375))
                    .as("seed %d", seed)
                    .isBetween(0.079, 1.0);
        }
    }

    @Test
    void areasAreUniformAndRatiosLogUniformWhereAllFit() {
        // of the whole area at most one quarter is asked for, by a square image: every ratio fits
        double area = 0;
        double logRatio = 0;
        int square = 0;
        int n = 4_000;
        for (int seed = 0; seed < n; seed++) {
            CropBox box = CropBox.random(new SplittableRandom(seed), 1000, 1000, 0.5);
            if (box.width() * box.height() < 750_000) {
                area += box.width() * box.height() / 1e6;
                logRatio += Math.log((double) box.width() / box.height());
                square++;
            }
        }
        // uniform in 0.5..0.75: mean 0.625, deviation 0.072; log ratio: mean 0, deviation 0.166; four standard errors
        // of 2,000
        assertThat(square).isBetween(2_000, 3_000);
        assertThat(area / square).isCloseTo(0.625, within(0.0065));
        assertThat(logRatio / square).isCloseTo(0, within(0.015));
    }

    @Test
    void ifNoneFitsTheMiddleIsKept() {
        // torchvision: ratio above 4/3: width = round(height * 4/3); below 3/4: height = round(width / (3/4))
        assertThat(CropBox.random(new SplittableRandom(1), 400, 20, 1)).isEqualTo(new CropBox(186, 0, 27, 20));
        assertThat(CropBox.random(new SplittableRandom(1), 20, 400, 1)).isEqualTo(new CropBox(0, 186, 20, 27));
    }

    @Test
    void theSameGeneratorGivesTheSamePart() {
        assertThat(CropBox.random(new SplittableRandom(5), 70, 80, 0.2))
                .isEqualTo(CropBox.random(new SplittableRandom(5), 70, 80, 0.2));
    }
}
