package io.github.dmu4j.data;

import static io.github.dmu4j.data.Scenario.extendedData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link Datasets#of}: any collection of images as a data set. */
class OwnImagesTest {
    private static final PixelImage GREY = new PixelImage(1, 1, 1, new byte[] {9});

    /** Ten classes of six images. */
    private final LabeledImages images = TinyImages.of(60, 10, i -> GREY);

    @Test
    void classesAreApartAndHalfOfATestClassSearches() {
        UpgradeData data = Datasets.of(images).split(extendedData(0.5), 7);

        Set<Integer> trained = classes(data.newTraining());
        assertThat(trained).hasSize(6);
        assertThat(classes(data.validation().queries())).hasSize(1).doesNotContainAnyElementsOf(trained);
        assertThat(classes(data.test().queries())).hasSize(3).doesNotContainAnyElementsOf(trained);
        assertThat(data.test().queries().size()).isEqualTo(9);
        assertThat(data.test().gallery().size()).isEqualTo(9);
        assertThat(data.oldTraining().size()).isEqualTo(18);
        assertThat(data.origin()).as("only their owner can open them again").isEmpty();
    }

    @Test
    void sharesCanBeChanged() {
        UpgradeData data = Datasets.of(images).withClassShares(0.2, 0.1, 0.7).split(extendedData(0.5), 7);

        assertThat(classes(data.test().gallery())).hasSize(7);
        assertThat(data.origin()).isEmpty();
    }

    @Test
    void tooFewClassesOrImagesAreRefused() {
        assertThatThrownBy(() -> Datasets.of(TinyImages.of(6, 3, i -> GREY)))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("an open-set split of 3 classes");
        assertThatThrownBy(() -> Datasets.of(TinyImages.of(10, 10, i -> GREY)).split(extendedData(0.5), 7))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("have one image")
                .hasMessageContaining("images.subset");
    }

    private static Set<Integer> classes(LabeledImages images) {
        return new HashSet<>(IntStream.of(images.labels()).boxed().toList());
    }
}
