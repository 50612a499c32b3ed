package io.github.dmu4j;

import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.method.UpgradeModule;
import java.util.Optional;

/** A gallery moved by the linear map that an upgrade module starts from, and nothing else: what training the module added. */
record LinearAdaptation(CrossModelVectors vectors) {
    static LinearAdaptation of(UpgradedModel model, CrossModelVectors vectors) {
        UpgradeModule module = model.upgradeModule().orElseThrow();
        UpgradeModule linear = UpgradeModule.linear(module.input(), module.output(), module.linear());
        return new LinearAdaptation(new CrossModelVectors(
                vectors.queryLabels(),
                vectors.galleryLabels(),
                vectors.self(),
                vectors.oldQueries(),
                vectors.oldGallery(),
                vectors.newQueries(),
                vectors.newGallery(),
                Optional.of(linear.adapt(vectors.oldGallery()))));
    }
}
