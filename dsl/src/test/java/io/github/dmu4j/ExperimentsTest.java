package io.github.dmu4j;

import static ai.djl.Device.cpu;
import static io.github.dmu4j.data.Scenario.extendedClass;
import static io.github.dmu4j.eval.Pairing.INDEPENDENT;
import static io.github.dmu4j.eval.Pairing.NEW_TO_ADAPTED;
import static io.github.dmu4j.eval.Pairing.NEW_TO_NEW;
import static io.github.dmu4j.eval.Pairing.NEW_TO_OLD;
import static io.github.dmu4j.eval.Pairing.OLD_TO_OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.model.Backbones;
import io.github.dmu4j.model.HeadSpec;
import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.ResultFiles;
import io.github.dmu4j.run.experiment.FaceData;
import io.github.dmu4j.run.experiment.LandmarkData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both presets, on invented drawings in the true formats, from the files to the figures. */
@Tag("slow")
class ExperimentsTest {
    private static final List<Pairing> FOUR = List.of(OLD_TO_OLD, NEW_TO_OLD, NEW_TO_ADAPTED, NEW_TO_NEW);
    private static final int QUERIES = 4;
    private static final int GALLERY = 16;
    private static final List<UpgradeEvent> LANDMARK_EVENTS = new ArrayList<>();
    private static final List<UpgradeEvent> FACE_EVENTS = new ArrayList<>();

    @TempDir
    static Path shared;

    @TempDir
    Path temporary;

    static Path landmarks;
    static Path faces;
    static Path landmarkRun;
    static ExperimentResults landmark;
    static ExperimentResults face;

    @BeforeAll
    static void runBoth() {
        landmarks = shared.resolve("landmarks");
        faces = shared.resolve("faces");
        landmarkRun = shared.resolve("run");
        ExperimentFiles.landmarks(landmarks);
        ExperimentFiles.faces(faces);
        landmark = tiny(Experiments.landmark(landmarks))
                .savingTo(landmarkRun)
                .listener(LANDMARK_EVENTS::add)
                .run();
        face = tiny(Experiments.face(faces))
                .from(Backbones.iResNet18(8).widths(4, 4, 4, 4))
                .to(Backbones.iResNet18(8).widths(4, 4, 4, 4))
                .withReference()
                .listener(FACE_EVENTS::add)
                .run();
    }

    @AfterAll
    static void free() {
        landmark.upgraded().close();
        face.upgraded().close();
    }

    private static Experiment tiny(Experiment preset) {
        return preset.scaledDown(1)
                .from(TinyUpgrade.NET)
                .to(TinyUpgrade.NET)
                .with(TinyUpgrade.dmu())
                .training(s -> s.withEpochs(2)
                        .withBatchSize(16)
                        .withLearningRate(0.05)
                        .withPreprocessing(Preprocessing.colour(16)))
                .device(cpu())
                .seed(3);
    }

    @Test
    void landmarkBenchmarksAreMeasuredByEveryPairing() {
        assertThat(landmark.headlines())
                .containsExactly("GLDv2 Public mAP@100", "GLDv2 Private mAP@100", "roxford5k Medium mAP");
        assertThat(landmark.metrics()).hasSize(2 + 12);
        assertEveryPairing(landmark, FOUR);
        assertThat(landmark.summaries().get(1)).contains("4 queries", "16 images", "1 ignored", "750");
        assertThat(landmark.results())
                .filteredOn(r -> r.metric().equals("GLDv2 Private mAP@100"))
                .allMatch(r ->
                        r.queries() == QUERIES && r.hasInterval() && r.low() <= r.value() && r.value() <= r.high());
    }

    @Test
    void faceBenchmarksAreMeasuredByEveryPairingAndTheReference() {
        assertThat(face.headlines()).containsExactly("lfw.bin accuracy", "IJB-C TAR@FAR=1e-4");
        assertThat(face.metrics())
                .contains("IJB-C TAR@FAR=1e-1", "IJB-C TPIR@FPIR=0.1", "IJB-C rank-1")
                .hasSize(1 + 6 + 5);
        assertEveryPairing(face, List.of(Pairing.values()));
        // 24 impostor pairs: FAR 0.1 can be told, 0.01 cannot
        assertThat(face.value("IJB-C TAR@FAR=1e-2", NEW_TO_NEW)).isNaN();
        for (Pairing pairing : Pairing.values()) {
            assertThat(face.value("IJB-C TAR@FAR=1e-1", pairing)).isBetween(0.0, 1.0);
            assertThat(face.value("lfw.bin accuracy", pairing)).isBetween(0.0, 1.0);
            assertThat(face.value("IJB-C rank-10", pairing)).isEqualTo(1); // galleries of two
        }
        String metric = "lfw.bin accuracy";
        double available = face.value(metric, INDEPENDENT) - face.value(metric, OLD_TO_OLD);
        double gained = face.value(metric, NEW_TO_OLD) - face.value(metric, OLD_TO_OLD);
        Double expected = available > 0 ? gained / available : Double.NaN;
        assertThat((Double) face.updateGain(metric, NEW_TO_OLD)).isEqualTo(expected);
    }

    private static void assertEveryPairing(ExperimentResults results, List<Pairing> pairings) {
        List<String> expected = pairings.stream().map(Pairing::id).toList();
        for (String metric : results.metrics()) {
            assertThat(results.results())
                    .filteredOn(r -> r.metric().equals(metric))
                    .extracting(PairingResult::pairing)
                    .containsExactlyElementsOf(expected);
        }
        assertThat(results.table().columnNames().subList(1, expected.size() + 1))
                .isEqualTo(expected);
        assertThat(results.table().rowCount()).isEqualTo(results.metrics().size());
        assertThat(results.longTable().rowCount()).isEqualTo(results.metrics().size() * expected.size());
        assertThat(results.plot().title()).isNotEmpty();
        assertThat(results.toString().lines().findFirst().orElse("")).hasSizeLessThanOrEqualTo(60);
        assertThat(results.toString()).contains("trial of 1.0: no reproduction");
    }

    private static List<UpgradeEvent.PlannedStageStarted> begun(List<UpgradeEvent> events) {
        return events.stream()
                .filter(UpgradeEvent.PlannedStageStarted.class::isInstance)
                .map(UpgradeEvent.PlannedStageStarted.class::cast)
                .toList();
    }

    @Test
    void everyStageOfTheWholeIsSaidAsItBegins() throws IOException {
        List<UpgradeEvent.PlannedStageStarted> stages = begun(LANDMARK_EVENTS);
        // the old model, seven of the upgrade; of GLDv2 the gallery and two sets of queries, of Oxford two, by two
        // models each
        assertThat(stages)
                .extracting(UpgradeEvent.PlannedStageStarted::stage)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 1 + 7 + 10).boxed().toList());
        assertThat(stages).allMatch(stage -> stage.stages() == 18);
        assertThat(stages.get(0).text()).isEqualTo("stage 1 of 18: training of the old model; time left not known yet");
        assertThat(stages.get(3).name()).isEqualTo("training of the new model by DMU");
        assertThat(stages.get(8).name()).isEqualTo("embed GLDv2 index, new model");
        assertThat(stages.get(3).left().seconds()).as("of the old net's speed").isPositive();
        assertThat(stages.get(17).left().unknownStages()).isZero();
        try (Stream<String> lines = Files.lines(landmarkRun.resolve("events.jsonl"))) {
            assertThat(lines.filter(line -> line.contains("PlannedStageStarted")))
                    .hasSize(18);
        }
    }

    @Test
    void theReferenceIsAPartOfThePlan() {
        List<UpgradeEvent.PlannedStageStarted> stages = begun(FACE_EVENTS);
        // the old model, the upgrade, the reference, and the pairs and templates by three models
        assertThat(stages)
                .extracting(UpgradeEvent.PlannedStageStarted::stage)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, stages.get(0).stages()).boxed().toList());
        assertThat(stages.get(8).name()).isEqualTo("reference: training of the new model by independent");
        assertThat(stages.get(stages.size() - 1).name()).endsWith(", independent model");
    }

    @Test
    void figuresAreThoseOfTheVectorsInTheFolder() throws IOException {
        UpgradedModel upgraded = landmark.upgraded();
        String renewed = upgraded.newModel().hash().substring(0, 12);
        String old = upgraded.oldModel().hash().substring(0, 12);
        FloatMatrix newQueries = vectors("GLDv2-Private", renewed);
        FloatMatrix newGallery = vectors("GLDv2-index", renewed);
        FloatMatrix oldGallery = vectors("GLDv2-index", old);

        assertThat(newGallery.rows()).isEqualTo(GALLERY);
        String metric = "GLDv2 Private mAP@100";
        assertThat(landmark.value(metric, NEW_TO_NEW))
                .isCloseTo(meanAveragePrecision(newQueries, newGallery), within(1e-9));
        assertThat(landmark.value(metric, NEW_TO_OLD))
                .isCloseTo(meanAveragePrecision(newQueries, oldGallery), within(1e-9));
        assertThat(landmark.value(metric, OLD_TO_OLD))
                .isCloseTo(meanAveragePrecision(vectors("GLDv2-Private", old), oldGallery), within(1e-9));
        FloatMatrix adapted = upgraded.adapter().adapt(oldGallery.normalised());
        assertThat(landmark.value(metric, NEW_TO_ADAPTED))
                .isCloseTo(meanAveragePrecision(newQueries, adapted), within(1e-9));
    }

    private static FloatMatrix vectors(String images, String model) throws IOException {
        Predicate<Path> wanted = file -> {
            String name = file.getFileName().toString();
            return name.startsWith(images + "-") && name.endsWith("-" + model + ".npy");
        };
        try (Stream<Path> files = Files.list(landmarkRun.resolve("vectors"))) {
            return Npy.readMatrix(files.filter(wanted).findFirst().orElseThrow());
        }
    }

    /** Private query q is a drawing of character 10 + q / 2; gallery rows 4 k to 4 k + 3 are of character 8 + k. */
    private static double meanAveragePrecision(FloatMatrix queries, FloatMatrix gallery) {
        double sum = 0;
        for (int q = 0; q < QUERIES; q++) {
            float[] similarity = new float[GALLERY];
            for (int g = 0; g < GALLERY; g++) {
                similarity[g] = (float) queries.normalised().dot(q, gallery.normalised(), g);
            }
            List<Integer> ranking = IntStream.range(0, GALLERY)
                    .boxed()
                    .sorted((a, b) -> Float.compare(similarity[b], similarity[a]))
                    .toList();
            int hits = 0;
            for (int rank = 1; rank <= GALLERY; rank++) {
                if (ranking.get(rank - 1) / 4 == 2 + q / 2) {
                    sum += (double) ++hits / rank / 4;
                }
            }
        }
        return sum / QUERIES;
    }

    @Test
    void aStoppedExperimentGoesOnToTheFiguresOfOneThatWasNot() throws IOException {
        Path run = temporary.resolve("run");
        Experiment experiment = tiny(Experiments.landmark(landmarks)).savingTo(run);
        assertStops(
                experiment,
                event -> event instanceof UpgradeEvent.StepCompleted step
                        && step.stage().startsWith("train DMU")
                        && step.step() == 2);
        assertThat(Json.read(run.resolve("run.json")).path("status").asText()).isEqualTo("interrupted");
        assertStops(
                experiment,
                event -> event instanceof UpgradeEvent.StageCompleted stage
                        && stage.stage().startsWith("embed GLDv2 index, new model"));
        ExperimentResults resumed = Experiments.resume(run).run();

        assertThat(resumed.results()).isEqualTo(landmark.results());
        assertThat(resumed.upgraded().newModel().hash())
                .isEqualTo(landmark.upgraded().newModel().hash());
        assertThat(ResultFiles.readJson(run.resolve("results.json"))).isEqualTo(landmark.results());
        assertThat(Files.readString(run.resolve("results.csv")))
                .isEqualTo(Files.readString(landmarkRun.resolve("results.csv")));
        assertThat(Json.read(run.resolve("run.json")).path("status").asText()).isEqualTo("completed");
        resumed.upgraded().close();
    }

    private static void assertStops(Experiment experiment, Predicate<UpgradeEvent> when) {
        assertThatThrownBy(() -> experiment
                        .listener(event -> {
                            if (when.test(event)) {
                                Thread.currentThread().interrupt();
                            }
                        })
                        .run())
                .isInstanceOf(RunCancelled.class)
                .hasMessageContaining("run it again, with savingTo");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aCompleteExperimentIsOnlyMeasuredAgain() {
        List<String> stages = new ArrayList<>();
        ExperimentResults again = tiny(Experiments.landmark(landmarks))
                .savingTo(landmarkRun)
                .listener(event -> {
                    if (event instanceof UpgradeEvent.StageStarted started) {
                        stages.add(started.stage());
                    }
                })
                .run();
        assertThat(stages).isEmpty();
        assertThat(again.results()).isEqualTo(landmark.results());
        again.upgraded().close();
    }

    @Test
    void aMissingPictureIsSaidBeforeAnythingIsTrained() throws IOException {
        Path root = temporary.resolve("incomplete");
        ExperimentFiles.landmarks(root);
        Files.delete(root.resolve("revisitop/datasets/roxford5k/jpg/oxford_11_5.jpg"));
        assertThat(Experiments.landmark(root).problems())
                .singleElement()
                .asString()
                .contains("oxford_11_5.jpg");
    }

    @Test
    void bothHalvesOfGldv2ShareTheVectorsOfTheirGallery() throws IOException {
        try (Stream<Path> files = Files.list(landmarkRun.resolve("vectors"))) {
            // of GLDv2 the gallery and two sets of queries, of Oxford gallery and queries; by two models each
            assertThat(files.map(f -> f.getFileName().toString())).hasSize(10).allMatch(name -> name.endsWith(".npy"));
        }
    }

    @Test
    void validationBenchmarksCanBeMeasuredAlone() {
        ExperimentResults validation =
                tiny(Experiments.landmark(landmarks)).savingTo(landmarkRun).runOnValidation();
        assertThat(validation.headlines()).containsExactly("GLDv2 Public mAP@100");
        validation.upgraded().close();
    }

    @Test
    void theFolderOfAnotherExperimentIsRefused() {
        assertThatThrownBy(() -> tiny(Experiments.landmark(landmarks))
                        .scenario(extendedClass(0.5))
                        .savingTo(landmarkRun)
                        .run())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("scenario (stored \"extended-data 0.3\", asked \"extended-class 0.5\")");
        assertThatThrownBy(() -> tiny(Experiments.landmark(
                                LandmarkData.in(landmarks).uncroppedQueries()))
                        .savingTo(landmarkRun)
                        .run())
                .hasMessageContaining("choices.queries (stored \"cropped\", asked \"uncropped\")");
    }

    @Test
    void theUpgradeOfAnExperimentHasNoTestClassesOfItsOwn() {
        assertThatThrownBy(() -> landmark.upgraded().evaluate())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("measured by published protocols");
    }

    @Test
    void settingsAreThePapers() {
        assertThat(Experiments.landmark(landmarks).toString())
                .contains(
                        "resNet50(512)",
                        "30 epochs, batch 256, 224 pixels",
                        HeadSpec.landmarks().toString())
                .contains("extended-data 0.3", "found    GLDv2 training, GLDv2 gallery", "missing  Revisited rparis6k");
        assertThat(Experiments.face(faces).toString())
                .contains(
                        "30 epochs, batch 512, 112 pixels",
                        HeadSpec.faces().toString(),
                        "found    training, pairs, IJB-C");
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingIsTrained() throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        List<String> problems = Experiments.landmark(empty).problems();
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0))
                .contains("no training list train_clean.csv", "missing  GLDv2 gallery", "Expected is", "index.csv");
        assertThat(problems.get(1))
                .isEqualTo("there is no benchmark to measure with; the list above says where each is looked for");
        assertThatThrownBy(() -> Experiments.face(empty).run())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no training records train.rec")
                .hasMessageContaining("loose_crop");
        assertThatThrownBy(() -> Experiments.landmark(temporary.resolve("nowhere")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no folder");
    }

    @Test
    void benchmarksThatAreMissingAloneAreListedAlone() throws IOException {
        Path training = Files.createDirectory(temporary.resolve("training"));
        ExperimentFiles.landmarks(training);
        Files.delete(training.resolve("gldv2/metadata/index.csv"));
        Files.delete(training.resolve("revisitop/datasets/roxford5k/gnd_roxford5k.json"));

        assertThat(Experiments.landmark(training).problems())
                .singleElement()
                .asString()
                .startsWith("there is no benchmark to measure with:\n  missing  GLDv2 gallery: index.csv in gldv2")
                .contains("\n  missing  Revisited roxford5k: ")
                .doesNotContain("found");
    }

    @Test
    void twoTrainingSetsInOneRootAreRefused() throws IOException {
        Path root = temporary.resolve("two");
        ExperimentFiles.faces(root);
        Files.move(root.resolve("IJBC"), root.resolve("other"));
        Files.copy(root.resolve("ms1m/train.rec"), root.resolve("other/train.rec"));
        assertThatThrownBy(() -> FaceData.in(root))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("ms1m, other");
    }

    @Test
    void aTrialTakesAShareOfTheClassesAndOfTheBenchmarks() {
        Experiment half = Experiments.landmark(landmarks).scaledDown(0.5);
        assertThat(Arrays.stream(half.data().newTraining().labels()).distinct().count())
                .isEqualTo(4);
        assertThat(half.benchmarks().get(1).queries().size()).isEqualTo(2);
        assertThat(half.benchmarks().get(1).gallery().size()).isBetween(8, 12);
        assertThat(half.toString()).contains("trial of 0.5", "4 epochs, batch 64, 64 pixels");
        assertThat(Arrays.stream(Experiments.face(FaceData.in(faces).trainingPart(0.25))
                                .data()
                                .newTraining()
                                .labels())
                        .distinct()
                        .count())
                .isEqualTo(2);
        // every template keeps one of its two images
        assertThat(Experiments.face(faces)
                        .scaledDown(0.5)
                        .benchmarks()
                        .get(1)
                        .queries()
                        .size())
                .isEqualTo(12);
    }
}
