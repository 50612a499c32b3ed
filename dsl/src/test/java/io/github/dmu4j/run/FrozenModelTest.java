package io.github.dmu4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.MethodContext.OldKnowledge;
import io.github.dmu4j.model.Embedder;
import io.github.dmu4j.model.TorchScriptEmbedder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenModelTest {
    @TempDir
    Path folder;

    @Test
    void loadedGivesTheSavedOnesEmbeddingsAndClassifier() {
        LabeledImages images = TinyUpgrade.images();
        try (FrozenModel saved = TinyUpgrade.oldModel()) {
            saved.save(folder);
            try (FrozenModel loaded = FrozenModel.load(folder, Device.cpu())) {
                assertThat(loaded.embed(images, UpgradeListener.NONE, Cancellation.NEVER))
                        .isEqualTo(saved.embed(images, UpgradeListener.NONE, Cancellation.NEVER));
                assertThat(loaded.classifier()).isEqualTo(saved.classifier());
                assertThat(saved.classifier().orElseThrow().classNames())
                        .containsExactly("class-0", "class-1", "class-2", "class-3");
            }
        }
    }

    @Test
    void theClassifierIsMatchedToAnotherTrainingSetByClassName() {
        LabeledImages all = TinyUpgrade.images();
        LabeledImages someClasses =
                TinyUpgrade.chosen(all, i -> all.label(i) == 9 || all.label(i) == 2 || all.label(i) == 3);
        try (FrozenModel model = TinyUpgrade.oldModel()) {
            OldKnowledge knowledge = model.knowledge(
                    model.embed(someClasses, UpgradeListener.NONE, Cancellation.NEVER),
                    someClasses,
                    ClassIndex.of(someClasses.labels()));

            FloatMatrix own = model.classifier().orElseThrow().weights();
            FloatMatrix rows = Objects.requireNonNull(knowledge.classifier());
            assertThat(rows.rows()).isEqualTo(3);
            assertThat(rows.select(new int[] {0, 1})).isEqualTo(own.select(new int[] {2, 3}));
            assertThat(rows.rowNorm(2)).isZero();
            assertThat(knowledge.seen()).containsExactly(true, true, false);
            assertThat(knowledge.embeddings().rows()).isEqualTo(36);
        }
    }

    @Test
    void aTorchScriptModelHasNoClassifierSoTheRawFormIsAProblemAndItCannotBeSaved() throws URISyntaxException {
        Path file = Path.of(
                Objects.requireNonNull(Embedder.class.getResource("means.pt")).toURI());
        Preprocessing grey = new Preprocessing(8, 1, List.of(0.0), List.of(1.0));
        try (FrozenModel foreign =
                new FrozenModel(TorchScriptEmbedder.load(file, grey, Device.cpu()), Optional.empty())) {
            List<String> problems = PlanProblems.of(TinyUpgrade.task(foreign, new Bct().form(Bct.Form.RAW_CLASSIFIER)));

            assertThat(problems)
                    .singleElement()
                    .asString()
                    .contains("TorchScript")
                    .contains("default form");
            assertThat(PlanProblems.of(TinyUpgrade.task(foreign, new Bct()))).isEmpty();
            assertThatThrownBy(() -> foreign.save(folder))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("keep the file");
        }
    }

    @Test
    void aClassifierThatKnowsNoneOfTheClassesIsAProblem() {
        try (FrozenModel model = TinyUpgrade.oldModel()) {
            FrozenModel stranger = new FrozenModel(
                    model.embedder(),
                    Optional.of(new FrozenModel.Classifier(List.of("other"), FloatMatrix.wrap(1, 8, new float[8]))));

            assertThat(PlanProblems.of(TinyUpgrade.task(stranger, new Bct().form(Bct.Form.NORMALISED_CLASSIFIER))))
                    .singleElement()
                    .asString()
                    .contains("has none of them");
        }
    }

    @Test
    void anEmbeddingWithoutADirectionIsRefusedNamingTheImage() {
        LabeledImages images = TinyUpgrade.images().subset(new int[] {0, 13});
        for (float bad : new float[] {0, Float.NaN, Float.NEGATIVE_INFINITY}) {
            try (FrozenModel model = new FrozenModel(new Fixed(1, bad), Optional.empty())) {
                assertThatThrownBy(() -> model.embed(images, UpgradeListener.NONE, Cancellation.NEVER))
                        .as("%s", bad)
                        .isInstanceOf(DmuException.class)
                        .hasMessageContaining("the embedding of tiny-13 has a NaN, an infinity or no length")
                        .hasMessageContaining("check the model file and its preprocessing");
            }
        }
    }

    /** Gives image i the vector of length one that holds the i-th value. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Fixed(float... values) implements Embedder {
        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public Preprocessing preprocessing() {
            return Preprocessing.grey(TinyUpgrade.SIDE);
        }

        @Override
        public String hash() {
            return "fixed";
        }

        @Override
        public FloatMatrix embed(LabeledImages images, UpgradeListener listener, Cancellation cancellation) {
            return FloatMatrix.wrap(images.size(), 1, values.clone());
        }

        @Override
        public void close() {}
    }
}
