package io.github.dmu4j.run;

import io.github.dmu4j.base.Safetensors;
import io.github.dmu4j.method.SelectionOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Scores and weights of a selective method, beside the model that was trained with them. */
final class SelectionFile {
    private SelectionFile() {}

    static void save(Path folder, SelectionOutcome selection) {
        float[] scores = new float[selection.scores().length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) selection.scores()[i];
        }
        new Safetensors(
                        Map.of(),
                        Map.of(
                                "scores", Safetensors.Tensor.of(scores),
                                "weights", Safetensors.Tensor.of(selection.weights())))
                .save(file(folder));
    }

    static Optional<SelectionOutcome> load(Path folder) {
        if (!Files.exists(file(folder))) {
            return Optional.empty();
        }
        Map<String, Safetensors.Tensor> tensors = Safetensors.load(file(folder)).tensors();
        Safetensors.Tensor scores = tensors.get("scores");
        Safetensors.Tensor weights = tensors.get("weights");
        if (scores == null || weights == null) {
            return Optional.empty();
        }
        double[] wide = new double[scores.values().length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = scores.values()[i];
        }
        return Optional.of(new SelectionOutcome(wide, weights.values()));
    }

    private static Path file(Path folder) {
        return folder.resolve("selection.safetensors");
    }
}
