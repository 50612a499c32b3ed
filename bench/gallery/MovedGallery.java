package io.github.dmu4j.bench;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.gallery.Gallery;
import io.github.dmu4j.gallery.GalleryItems;
import io.github.dmu4j.gallery.GalleryUpgrade;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.method.ModuleAdapter;
import io.github.dmu4j.method.Prototypes;
import io.github.dmu4j.method.UpgradeBranch;
import io.github.dmu4j.method.UpgradeModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Our side of {@code bench.py}: stored galleries moved by modules of random weights. Takes the folder. */
public final class MovedGallery {
    private static final int DIMENSION = 512;
    private static final int HIDDEN = 4 * DIMENSION;
    private static final int PROTOTYPES = 1_000;
    private static final VectorContract UNKNOWN = VectorContract.unknown(DIMENSION);

    private MovedGallery() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        FloatMatrix linear = random(DIMENSION, DIMENSION, 1);
        Prototypes prototypes = Prototypes.fromClassifier(random(PROTOTYPES, DIMENSION, 2));
        VectorContract moved = UNKNOWN.ofUnitNorm().as(Generation.ADAPTED);
        var map = new ModuleAdapter(UpgradeModule.linear(UNKNOWN, moved, linear), prototypes);
        var module = new ModuleAdapter(
                new UpgradeModule(UNKNOWN, moved, linear, List.of(branch()), false), prototypes);
        new Rounds()
                .row("linear map, 2 million x 512", () -> rate(folder, "large", map, GalleryUpgrade::withoutScores))
                .row("default module, 200,000 x 512", () -> rate(folder, "small", module, GalleryUpgrade::withoutScores))
                .row("default module and scores, 200,000 x 512", () -> rate(folder, "small", module, upgrade -> upgrade))
                .answer();
    }

    private static double rate(Path folder, String name, GalleryAdapter adapter, UnaryOperator<GalleryUpgrade> options)
            throws Exception {
        Path target = folder.resolve(name + "-moved.npy");
        Gallery gallery = Gallery.npy(folder.resolve(name + ".npy"));
        double seconds =
                Rounds.seconds(() -> options.apply(gallery.upgrade(adapter)).save(target));
        try (var made = Files.list(folder)) {
            for (Path file : made.filter(path -> path.getFileName().toString().startsWith(name + "-moved."))
                    .toList()) {
                Files.delete(file);
            }
        }
        if (Files.exists(GalleryItems.pathBeside(target))) {
            throw new IllegalStateException("left over: " + GalleryItems.pathBeside(target));
        }
        return gallery.rows() / seconds;
    }

    private static UpgradeBranch branch() {
        return new UpgradeBranch(
                random(HIDDEN, DIMENSION, 3),
                random(1, HIDDEN, 4),
                UpgradeBranch.Normalisation.BATCH,
                constant(1),
                constant(0),
                constant(0),
                constant(1),
                random(DIMENSION, HIDDEN, 5),
                random(1, DIMENSION, 6));
    }

    private static FloatMatrix constant(float value) {
        float[] values = new float[HIDDEN];
        java.util.Arrays.fill(values, value);
        return FloatMatrix.wrap(1, HIDDEN, values);
    }

    private static FloatMatrix random(int rows, int columns, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((random.nextDouble() * 2 - 1) / Math.sqrt(columns));
        }
        return FloatMatrix.wrap(rows, columns, values);
    }
}
