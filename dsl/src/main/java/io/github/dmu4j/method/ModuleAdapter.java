package io.github.dmu4j.method;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.Safetensors;
import io.github.dmu4j.data.VectorContract;
import java.nio.file.Path;
import java.util.Map;

/**
 * An upgrade module together with what scores stored vectors: the old prototypes and a measure that needs no labels. The scores
 * decide policies and backfill orders; the vectors are moved by the module alone.
 *
 * @param module psi
 * @param prototypes P_o, of the old space
 * @param measure label-free; entropy by default
 */
public record ModuleAdapter(UpgradeModule module, Prototypes prototypes, SelectionMeasure measure)
        implements GalleryAdapter {
    public ModuleAdapter {
        if (measure.needsLabels()) {
            throw new IllegalArgumentException(
                    "stored vectors have no labels, and " + measure.name() + " needs them; use entropy()");
        }
        prototypes = prototypes.forOtherImages();
    }

    /** Scored by entropy. */
    public ModuleAdapter(UpgradeModule module, Prototypes prototypes) {
        this(module, prototypes, SelectionMeasure.entropy());
    }

    @Override
    public FloatMatrix adapt(FloatMatrix storedRows) {
        return module.takesScore() ? module.adapt(storedRows, scores(storedRows)) : module.adapt(storedRows);
    }

    @Override
    public double[] scores(FloatMatrix storedRows) {
        return measure.score(storedRows, null, prototypes);
    }

    @Override
    public VectorContract input() {
        return module.input();
    }

    @Override
    public VectorContract output() {
        return module.output();
    }

    @Override
    public String fingerprint() {
        return module.fingerprint();
    }

    /** Saves module and prototypes as two files of a folder. */
    public void save(Path folder) {
        FloatMatrix vectors = prototypes.vectors();
        new Safetensors(
                        Map.of("measure", Json.line(MeasureNames.describe(measure))),
                        Map.of(
                                "prototypes",
                                new Safetensors.Tensor(
                                        new int[] {vectors.rows(), vectors.columns()}, vectors.values())))
                .save(prototypeFile(folder));
        module.save(moduleFile(folder));
    }

    /**
     * Loads what {@link #save} wrote.
     *
     * @throws DmuException if a file is missing or damaged, or the measure is not one of this library's
     */
    public static ModuleAdapter load(Path folder) {
        Safetensors file = Safetensors.load(prototypeFile(folder));
        Safetensors.Tensor vectors = file.tensors().get("prototypes");
        if (vectors == null || vectors.shape().length != 2) {
            throw new DmuException(prototypeFile(folder) + " holds no matrix named prototypes; the folder is damaged");
        }
        return new ModuleAdapter(
                UpgradeModule.load(moduleFile(folder)),
                Prototypes.fromClassifier(FloatMatrix.wrap(vectors.shape()[0], vectors.shape()[1], vectors.values())),
                measure(file, folder));
    }

    private static SelectionMeasure measure(Safetensors file, Path folder) {
        try {
            JsonNode described = Json.mapper().readTree(file.metadata().getOrDefault("measure", ""));
            Map<String, Object> options =
                    Json.mapper().convertValue(described.path("options"), new TypeReference<Map<String, Object>>() {});
            return SelectionMeasure.named(described.path("name").asText(), options == null ? Map.of() : options);
        } catch (JsonProcessingException e) {
            throw new DmuException(
                    prototypeFile(folder) + " does not say how vectors are scored; the folder is damaged", e);
        }
    }

    /** Where the module of a folder lies; it is written last. */
    public static Path moduleFile(Path folder) {
        return folder.resolve("upgrade-module.safetensors");
    }

    private static Path prototypeFile(Path folder) {
        return folder.resolve("old-prototypes.safetensors");
    }
}
