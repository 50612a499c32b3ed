package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.MappedNpy;
import io.github.dmu4j.base.Npy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a method computes of vectors in files is what it computes of the same vectors on the heap, bit for bit. */
class VectorsInFilesTest {
    private static final int CLASSES = 450;

    /** 9,000 vectors of dimension 32 and 36: more than one block of 1 MB. */
    private static final SyntheticGenerations DATA = SyntheticGenerations.of(CLASSES, 20, 32, 36, 3);

    @TempDir
    Path folder;

    private FloatRows old = DATA.old();
    private FloatRows fresh = DATA.fresh();

    @BeforeEach
    void write() {
        old = inFiles(DATA.old(), "old");
        fresh = inFiles(DATA.fresh(), "new");
    }

    /** The border between the files is not that between two blocks. */
    private FloatRows inFiles(FloatMatrix matrix, String name) {
        Path first = folder.resolve(name + "-1.npy");
        Path second = folder.resolve(name + "-2.npy");
        Npy.write(first, matrix.slice(0, 3_501), FloatType.FLOAT32);
        Npy.write(second, matrix.slice(3_501, matrix.rows()), FloatType.FLOAT32);
        return FloatRows.stacked(List.of(MappedNpy.open(first), MappedNpy.open(second)));
    }

    @Test
    void prototypesAndScores() {
        Prototypes expected = Prototypes.of(DATA.old(), DATA.labels(), CLASSES);
        Prototypes found = Prototypes.of(old, DATA.labels(), CLASSES);

        assertThat(found.vectors()).isEqualTo(expected.vectors());
        for (SelectionMeasure measure : List.of(
                SelectionMeasure.trueProbability(),
                SelectionMeasure.classMean(SelectionMeasure.entropy()),
                SelectionMeasure.ensemble(SelectionMeasure.margin()))) {
            assertThat(Arrays.equals(
                            measure.score(old, DATA.labels(), found),
                            measure.score(DATA.old(), DATA.labels(), expected)))
                    .as(measure.name())
                    .isTrue();
        }
        assertThat(Arrays.equals(
                        SelectionWeights.correct(old, DATA.labels(), found),
                        SelectionWeights.correct(DATA.old(), DATA.labels(), expected)))
                .isTrue();
        int[] few = {0, 31, 8_999, 3_500, 3_501, 1};
        SelectionMeasure neighbours = SelectionMeasure.nearestNeighbours(2);
        int[] labels = Arrays.stream(few).map(i -> DATA.labels()[i]).toArray();
        assertThat(neighbours.score(old.subset(few), labels, found))
                .isEqualTo(neighbours.score(DATA.old().select(few), labels, expected));
    }

    @Test
    void linearMaps() {
        // a^T b, every sum over the rows in order, without blocks
        double[] sums = new double[36 * 32];
        for (int row = 0; row < DATA.labels().length; row++) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += (double) DATA.fresh().get(row, i / 32) * DATA.old().get(row, i % 32);
            }
        }

        assertThat(LinearMaps.product(fresh, old).data).isEqualTo(sums);
        assertThat(LinearMaps.procrustes(old, fresh)).isEqualTo(LinearMaps.procrustes(DATA.old(), DATA.fresh()));
    }

    @Test
    void upgradeModules() {
        double[] heritability = new double[DATA.labels().length];
        Arrays.setAll(heritability, i -> i % 100 / 100.0);
        ForwardAdaptation options =
                new ForwardAdaptation().hidden(8).epochs(2).classBlend(.3).keepWeight(.5);

        UpgradeModule found = train(options, UpgradePairs.of(old, fresh), heritability);

        assertThat(found).isEqualTo(train(options, UpgradePairs.of(DATA.old(), DATA.fresh()), heritability));
    }

    private static UpgradeModule train(ForwardAdaptation options, UpgradePairs pairs, double[] heritability) {
        return UpgradeModuleTraining.with(options, 4)
                .train(pairs.withLabels(DATA.labels())
                        .withHeritability(heritability)
                        .withScoreInput(heritability));
    }

    @Test
    void batchesThatAreWorkedOutWhenTheyAreAskedFor() {
        double[] scores = new double[DATA.labels().length];
        Arrays.setAll(scores, i -> i % 100 / 100.0);
        int[] labels = DATA.labels().clone();
        labels[3_501] = UpgradePairs.NO_CLASS;
        FloatMatrix map = SyntheticGenerations.randomMap(36, 32);
        UpgradeBatch expected = UpgradeBatch.of(
                UpgradePairs.of(DATA.old(), DATA.fresh()).withLabels(labels).withScoreInput(scores), map, 1, .3);
        UpgradeBatch found =
                UpgradeBatch.of(UpgradePairs.of(old, fresh).withLabels(labels).withScoreInput(scores), map, 1, .3, 0);
        int[] batch = {8_999, 3, 3_501, 3_500, 12};

        assertThat(expected.target()).isInstanceOf(FloatMatrix.class);
        assertThat(found.target()).isNotInstanceOf(FloatMatrix.class);
        for (var which : List.<Function<UpgradeBatch, FloatRows>>of(
                UpgradeBatch::in, UpgradeBatch::start, UpgradeBatch::target)) {
            assertThat(which.apply(found).select(batch))
                    .isEqualTo(which.apply(expected).select(batch));
            assertThat(which.apply(found).slice(3_490, 3_513))
                    .isEqualTo(which.apply(expected).slice(3_490, 3_513));
        }
    }

    @Test
    void whatIsMappedInBatchesIsWhatIsMappedAtOnce() {
        FloatMatrix map = SyntheticGenerations.randomMap(36, 32);
        FloatMatrix whole = RightFactor.applying(map).of(DATA.old());
        LinearRows mapped = new LinearRows(old, map);

        assertThat(mapped.slice(3_490, 3_513)).isEqualTo(whole.slice(3_490, 3_513));
        int[] batch = {8_999, 3, 3_501, 3_500, 12};
        assertThat(mapped.select(batch)).isEqualTo(whole.select(batch));
        assertThat(mapped.toMatrix()).isEqualTo(whole);
    }
}
