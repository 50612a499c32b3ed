package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleAdapterTest {
    private static final SyntheticGenerations DATA = SyntheticGenerations.of(6, 4, 5, 7, 3);

    @TempDir
    Path folder;

    private final Prototypes prototypes = Prototypes.of(DATA.old().normalised(), DATA.labels(), 6);

    private static UpgradeModule module() {
        UpgradePairs pairs = UpgradePairs.of(DATA.old(), DATA.fresh()).withLabels(DATA.labels());
        return UpgradeModuleTraining.with(
                        new ForwardAdaptation().hidden(6).epochs(1).batchSize(8), 1)
                .train(pairs);
    }

    @Test
    void storedVectorsAreScoredByTheEntropyOfTheirPosteriorOverThePrototypes() {
        FloatMatrix stored = DATA.old().normalised();
        double[] scores = new ModuleAdapter(module(), prototypes, SelectionMeasure.entropy(0.1)).scores(stored);

        for (int i = 0; i < stored.rows(); i++) {
            double[] q = new double[6];
            double sum = 0;
            for (int k = 0; k < 6; k++) {
                double cosine = 0;
                for (int j = 0; j < stored.columns(); j++) {
                    cosine += (double) stored.get(i, j) * prototypes.vectors().get(k, j);
                }
                q[k] = Math.exp(cosine / 0.1);
                sum += q[k];
            }
            double entropy = 0;
            for (double value : q) {
                entropy -= value / sum * Math.log(value / sum);
            }
            assertThat(scores[i]).as("row %d", i).isCloseTo(1 - entropy / Math.log(6), within(1e-5));
        }
    }

    @Test
    void loadedMovesAndScoresAsTheSavedOneWithItsMeasuresOptions() {
        for (SelectionMeasure measure : new SelectionMeasure[] {
            SelectionMeasure.entropy(),
            SelectionMeasure.entropy(0.3),
            SelectionMeasure.ensemble(SelectionMeasure.entropy(0.2), SelectionMeasure.maxProbability(0.4))
        }) {
            ModuleAdapter saved = new ModuleAdapter(module(), prototypes, measure);
            saved.save(folder);
            ModuleAdapter loaded = ModuleAdapter.load(folder);

            assertThat(loaded.measure()).isEqualTo(measure);
            assertThat(loaded.adapt(DATA.old())).isEqualTo(saved.adapt(DATA.old()));
            assertThat(loaded.scores(DATA.old())).isEqualTo(saved.scores(DATA.old()));
            assertThat(loaded.fingerprint()).isEqualTo(saved.fingerprint());
            assertThat(loaded.input()).isEqualTo(saved.input());
            assertThat(loaded.output()).isEqualTo(saved.output());
        }
    }

    @Test
    void aMeasureThatNeedsLabelsIsRefused() {
        assertThatThrownBy(() -> new ModuleAdapter(module(), prototypes, SelectionMeasure.trueProbability()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stored vectors have no labels");
    }

    @Test
    void aFolderWithoutAnAdapterOrWithADamagedOneIsRefused() throws IOException {
        assertThatThrownBy(() -> ModuleAdapter.load(folder)).isInstanceOf(DmuException.class);
        new ModuleAdapter(module(), prototypes).save(folder);
        Path file = folder.resolve("old-prototypes.safetensors");
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        assertThatThrownBy(() -> ModuleAdapter.load(folder))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("damaged");
    }
}
