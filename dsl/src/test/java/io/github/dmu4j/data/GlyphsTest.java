package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GlyphsTest {
    private static final GlyphSettings SMALL =
            GlyphSettings.frozen().withClasses(60).withImagesPerClass(8);

    private static Set<Integer> classes(LabeledImages images) {
        return IntStream.of(images.labels()).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> ids(LabeledImages images) {
        return IntStream.range(0, images.size()).mapToObj(images::id).toList();
    }

    @Test
    void theFrozenDataSetHas360ClassesOf22ImagesAndSaysThatItIsSynthetic() {
        ImageDataset glyphs = Datasets.glyphs();
        UpgradeData data = glyphs.split(Scenario.extendedClass(0.3), 7);
        assertThat(glyphs.name()).isEqualTo("glyphs-1 (synthetic)");
        assertThat(data.synthetic()).isTrue();
        assertThat(data.name()).isEqualTo("glyphs-1 (synthetic), extended-class 0.3");
        assertThat(data.newTraining().size()).isEqualTo(240 * 22);
        assertThat(data.oldTraining().size()).isEqualTo(72 * 22);
        assertThat(data.validation().queries().size()).isEqualTo(40 * 11);
        assertThat(data.test().queries().size()).isEqualTo(80 * 11);
        assertThat(data.test().gallery().size()).isEqualTo(80 * 11);
        assertThat(new HashSet<>(ids(glyphs.images()))).hasSize(360 * 22);
    }

    @Test
    void twoInstancesDrawTheSameImages() {
        LabeledImages first = Datasets.glyphs(SMALL).images();
        LabeledImages second = Datasets.glyphs(SMALL).images();
        assertThat(first.fingerprint()).isEqualTo(second.fingerprint());
        for (int i = 0; i < first.size(); i += 7) {
            assertThat(first.image(i).pixels())
                    .as(first.id(i))
                    .isEqualTo(second.image(i).pixels());
        }
    }

    @Test
    void trainingValidationAndTestShareNoClassAndQueriesNoImageWithTheGallery() {
        UpgradeData data = Datasets.glyphs(SMALL).split(Scenario.openData(0.5), 3);
        Set<Integer> training = classes(data.newTraining());
        training.addAll(classes(data.oldTraining()));
        Set<Integer> validation = classes(data.validation().gallery());
        Set<Integer> test = classes(data.test().gallery());
        assertThat(training).doesNotContainAnyElementsOf(validation).doesNotContainAnyElementsOf(test);
        assertThat(validation)
                .doesNotContainAnyElementsOf(test)
                .isEqualTo(classes(data.validation().queries()));
        assertThat(ids(data.test().queries()))
                .doesNotContainAnyElementsOf(ids(data.test().gallery()));
        assertThat(data.test().sameCollection()).isFalse();
    }

    @Test
    void anEmptyEvaluationSetIsNone() {
        LabeledImages none = Datasets.glyphs(SMALL).images().subset(new int[0]);
        assertThat(new RetrievalImages(none, none)).hasToString("none");
    }

    @Test
    void testImagesAreTheSameForEverySeedAndScenario() {
        ImageDataset glyphs = Datasets.glyphs(SMALL);
        UpgradeData a = glyphs.split(Scenario.extendedClass(0.3), 1);
        UpgradeData b = glyphs.split(Scenario.openData(0.5), 2);
        assertThat(ids(a.test().queries())).isEqualTo(ids(b.test().queries()));
        assertThat(ids(a.validation().gallery())).isEqualTo(ids(b.validation().gallery()));
    }

    @Test
    void otherClassSharesMoveClassesAndKeepThemApart() {
        UpgradeData data =
                Datasets.glyphs(SMALL).withClassShares(0.5, 0.25, 0.25).split(Scenario.extendedBackbone(), 1);
        assertThat(classes(data.newTraining())).hasSize(30);
        assertThat(classes(data.validation().queries())).hasSize(15);
        assertThat(classes(data.test().queries())).hasSize(15).doesNotContainAnyElementsOf(classes(data.newTraining()));
        assertThatThrownBy(() -> Datasets.glyphs(SMALL).withClassShares(0.5, 0.5, 0.5))
                .hasMessageContaining("their sum 1");
    }

    @Test
    void someImagesAreDamagedAndSomeClassesMoreThanOthers() {
        LabeledImages images = Datasets.glyphs().images();
        int[] damaged = new int[images.classNames().size()];
        for (int i = 0; i < images.size(); i++) {
            if (!images.id(i).endsWith("-clean")) {
                damaged[images.label(i)]++;
            }
        }
        double share = IntStream.of(damaged).sum() / (double) images.size();
        // mean 0.35 over 7920 images whose classes' shares are uniform in 0..0.7: standard error 0.011
        assertThat(share).isBetween(0.31, 0.39);
        assertThat(IntStream.of(damaged).min().getAsInt()).isLessThanOrEqualTo(1);
        assertThat(IntStream.of(damaged).max().getAsInt()).isGreaterThanOrEqualTo(13);
    }

    @Test
    void aChangedSettingChangesTheName() {
        assertThat(Datasets.glyphs(SMALL).name()).isEqualTo("glyphs-1 changed to 60 classes (synthetic)");
        assertThatThrownBy(() -> GlyphSettings.frozen().withSize(8)).hasMessageContaining("16 to 256");
    }

    @Test
    void aGridHasAllImagesInTheirOrder() {
        LabeledImages three = Datasets.glyphs(SMALL).images().subset(new int[] {5, 0, 9});
        PixelImage grid = three.grid(2);
        assertThat(grid.width()).isEqualTo(2 * 34 + 2);
        assertThat(grid.height()).isEqualTo(2 * 34 + 2);
        assertThat(grid.value(2 + 34 + 5, 2 + 7, 0)).isEqualTo(three.image(1).value(5, 7, 0));
        assertThat(grid.value(2 + 5, 2 + 34 + 7, 0)).isEqualTo(three.image(2).value(5, 7, 0));
    }

    @Test
    void aContactSheetHasARowForEachClassAndAColumnForEachImage() {
        PixelImage sheet = Datasets.glyphs(SMALL).contactSheet(5, 4);
        assertThat(sheet.width()).isEqualTo(4 * 34 + 2);
        assertThat(sheet.height()).isEqualTo(5 * 34 + 2);
        LabeledImages images = Datasets.glyphs(SMALL).images();
        assertThat(sheet.value(2 + 34 + 5, 2 + 34 + 7, 0))
                .isEqualTo(images.image(12 * 8 + 1).value(5, 7, 0)); // second row of 5 over 60 classes, second image
    }

    @Test
    void anotherPreprocessingReachesEveryPart() {
        UpgradeData data = Datasets.glyphs(SMALL)
                .withPreprocessing(Preprocessing.grey(20))
                .withAugmentation(Augmentation.none())
                .split(Scenario.extendedData(0.3), 1);
        assertThat(data.oldTraining().preprocessing().size()).isEqualTo(20);
        assertThat(data.test().gallery().preprocessing().size()).isEqualTo(20);
        assertThat(data.newTraining().augmentation()).isEqualTo(Augmentation.none());
    }
}
