package io.github.dmu4j.run.experiment;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.event.PlannedStage;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.model.Embedder;
import io.github.dmu4j.run.FrozenModel;
import io.github.dmu4j.run.ImageWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Measures benchmarks by every pairing of query model and gallery model. With a folder, vectors are kept in it as the models gave them,
 * by images and model ({@code vectors/GLDv2-index-<images>-plain-<preprocessing>-<model>.npy}), and are not computed again; without
 * one, they are kept in memory.
 *
 * <p>The adapted gallery is what the upgrade module makes of the old vectors that a store would hold ({@link Benchmark#stored}); for
 * templates of faces, of the pooled ones. That templates rather than images are moved is our reading.
 */
public final class BenchmarkRun {
    private static final String NEW = "new model";
    private static final String OLD = "old model";
    private static final String INDEPENDENT = "independent model";

    private final FrozenModel old;
    private final FrozenModel renewed;
    private final Optional<GalleryAdapter> adapter;
    private final Optional<FrozenModel> reference;
    private final Optional<Path> folder;
    private final UpgradeListener listener;
    private final Cancellation cancellation;
    private final Map<String, FloatMatrix> kept = new HashMap<>();

    /**
     * @param adapter the upgrade module; empty without one
     * @param reference a model that was trained without compatibility; empty without one
     * @param folder of the experiment; empty to keep nothing
     */
    public BenchmarkRun(
            FrozenModel old,
            FrozenModel renewed,
            Optional<GalleryAdapter> adapter,
            Optional<FrozenModel> reference,
            Optional<Path> folder,
            UpgradeListener listener,
            Cancellation cancellation) {
        this.old = old;
        this.renewed = renewed;
        this.adapter = adapter;
        this.reference = reference;
        this.folder = folder;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * The stages in which the images of benchmarks are embedded, for progress; what they have in common once.
     *
     * @param old through the old model
     * @param renewed through the new model
     * @param reference through the model that was trained without compatibility; empty without one
     */
    public static List<PlannedStage> stages(
            List<Benchmark> benchmarks, ImageWork old, ImageWork renewed, Optional<ImageWork> reference) {
        Map<String, ImageWork> models = new LinkedHashMap<>();
        models.put(NEW, renewed);
        models.put(OLD, old);
        reference.ifPresent(model -> models.put(INDEPENDENT, model));
        Map<String, PlannedStage> stages = new LinkedHashMap<>();
        for (Benchmark benchmark : benchmarks) {
            models.forEach((name, model) -> {
                for (LabeledImages images : List.of(benchmark.gallery(), benchmark.queries())) {
                    String stage = ResumableEmbedding.stage(images, name);
                    long passes = ResumableEmbedding.passes(images, benchmark.flipTest());
                    stages.putIfAbsent(stage, model.embedding(stage, passes));
                }
            });
        }
        return List.copyOf(stages.values());
    }

    /** A figure of one pairing. */
    public record Result(Pairing pairing, Benchmark.Score score) {}

    /**
     * All figures of all pairings, in the order of {@link Pairing}. New-to-old is left out where the dimensions differ,
     * new-to-adapted without an upgrade module, the independent model without a reference.
     *
     * @throws io.github.dmu4j.base.RunCancelled if cancelled; with a folder, what was embedded is kept
     */
    public List<Result> measure(Benchmark benchmark) {
        List<Result> results = new ArrayList<>();
        Sides newer = sides(benchmark, renewed.embedder(), NEW);
        Sides older = sides(benchmark, old.embedder(), OLD);
        add(results, Pairing.OLD_TO_OLD, benchmark.measure(older.queries, older.gallery));
        if (older.gallery.columns() == newer.queries.columns()) {
            add(results, Pairing.NEW_TO_OLD, benchmark.measure(newer.queries, older.gallery));
        }
        adapter.ifPresent(psi ->
                add(results, Pairing.NEW_TO_ADAPTED, benchmark.measure(newer.queries, psi.adapt(older.gallery))));
        add(results, Pairing.NEW_TO_NEW, benchmark.measure(newer.queries, newer.gallery));
        reference.ifPresent(model -> {
            Sides alone = sides(benchmark, model.embedder(), INDEPENDENT);
            add(results, Pairing.INDEPENDENT, benchmark.measure(alone.queries, alone.gallery));
        });
        return results;
    }

    private static void add(List<Result> results, Pairing pairing, List<Benchmark.Score> scores) {
        scores.forEach(score -> results.add(new Result(pairing, score)));
    }

    /** Both sides by one model, as stores hold them. */
    private record Sides(FloatMatrix queries, FloatMatrix gallery) {}

    @SuppressWarnings("ReferenceEquality") // embedded once, if both sides are one object
    private Sides sides(Benchmark benchmark, Embedder model, String modelName) {
        LabeledImages gallery = benchmark.gallery();
        LabeledImages queries = benchmark.queries();
        FloatMatrix stored = benchmark.stored(vectors(gallery, benchmark.flipTest(), model, modelName));
        return new Sides(
                queries == gallery
                        ? stored
                        : benchmark.stored(vectors(queries, benchmark.flipTest(), model, modelName)),
                stored);
    }

    /** Benchmarks may have a gallery in common, as both halves of GLDv2: it is embedded once. */
    private FloatMatrix vectors(LabeledImages images, boolean flipTest, Embedder model, String modelName) {
        String name = String.join(
                "-",
                images.name().replaceAll("[^\\w.-]+", "-"),
                images.fingerprint().substring(0, 8),
                flipTest ? "flipped" : "plain",
                model.preprocessing().fingerprint(),
                model.hash().substring(0, 12));
        if (folder.isEmpty() && kept.containsKey(name)) {
            return Objects.requireNonNull(kept.get(name));
        }
        FloatMatrix vectors = new ResumableEmbedding(
                        model, modelName, images, flipTest, ResumableEmbedding.BLOCK, listener, cancellation)
                .into(folder.map(f -> f.resolve("vectors").resolve(name + ".npy")));
        if (folder.isEmpty()) {
            kept.put(name, vectors);
        }
        return vectors;
    }
}
