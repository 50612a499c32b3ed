package io.github.dmu4j.run.experiment;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.base.NpyRowWriter;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.MirroredImages;
import io.github.dmu4j.eval.protocol.FlipSum;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.model.Embedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Embeds a collection that may take days: block by block, each a file of its own until all are there, so that an interruption costs
 * one block. One stage of progress for the whole.
 */
final class ResumableEmbedding {
    /** Images of a block: minutes on a processor, 16 MB of vectors of dimension 512. */
    static final int BLOCK = 8192;

    private final Embedder model;
    private final String modelName;
    private final LabeledImages images;
    private final boolean flipTest;
    private final int blockSize;
    private final UpgradeListener listener;
    private final Cancellation cancellation;

    /**
     * @param modelName for messages, for example {@code old model}
     * @param flipTest whether the vector of the mirror image is added
     * @param blockSize images of a block; blocks that are there must be of this size
     */
    ResumableEmbedding(
            Embedder model,
            String modelName,
            LabeledImages images,
            boolean flipTest,
            int blockSize,
            UpgradeListener listener,
            Cancellation cancellation) {
        this.model = model;
        this.modelName = modelName;
        this.images = images;
        this.flipTest = flipTest;
        this.blockSize = blockSize;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * Vectors as the model gives them, not normalised, in the order of the images.
     *
     * @param file where they are kept, or are already; empty to keep nothing
     * @throws DmuException if a vector has no direction, or an image cannot be decoded
     * @throws RunCancelled if cancelled; whole blocks are kept where there is a file
     */
    FloatMatrix into(Optional<Path> file) {
        if (file.isPresent() && Files.isRegularFile(file.get())) {
            return Npy.readMatrix(file.get());
        }
        String stage = stage(images, modelName);
        long total = passes(images, flipTest);
        long start = System.nanoTime();
        listener.on(new UpgradeEvent.StageStarted(stage, total, "image"));
        List<FloatMatrix> blocks = new ArrayList<>();
        for (int from = 0; from < images.size(); from += blockSize) {
            blocks.add(block(stage, total, from, file));
        }
        listener.on(new UpgradeEvent.StageCompleted(stage, (System.nanoTime() - start) / 1e9));
        FloatMatrix all = blocks.size() == 1 ? blocks.get(0) : stacked(blocks);
        file.ifPresent(target -> finish(target, all, blocks.size()));
        return all;
    }

    /** Name of the stage in events. */
    static String stage(LabeledImages images, String modelName) {
        return "embed " + images.name() + ", " + modelName;
    }

    /** Steps of the stage. */
    static long passes(LabeledImages images, boolean flipTest) {
        return (long) images.size() * (flipTest ? 2 : 1);
    }

    private FloatMatrix stacked(List<FloatMatrix> blocks) {
        return blocks.isEmpty() ? FloatMatrix.wrap(0, model.dimension(), new float[0]) : FloatMatrix.stacked(blocks);
    }

    private FloatMatrix block(String stage, long total, int from, Optional<Path> file) {
        Optional<Path> part = file.map(target -> blockFile(target, from / blockSize));
        if (part.isPresent() && Files.isRegularFile(part.get())) {
            return Npy.readMatrix(part.get());
        }
        int to = Math.min(images.size(), from + blockSize);
        LabeledImages some = images.subset(IntStream.range(from, to).toArray());
        int times = flipTest ? 2 : 1;
        FloatMatrix vectors = embed(some, stage, total, (long) from * times);
        if (flipTest) {
            long done = (long) from * times + some.size();
            vectors = FlipSum.of(vectors, embed(MirroredImages.of(some), stage, total, done));
        }
        int bad = vectors.firstUnusableRow();
        if (bad >= 0) {
            throw new DmuException("the embedding of " + some.id(bad) + " by the " + modelName
                    + " has a NaN, an infinity or no length; a usable model gives every image a direction: check the model and"
                    + " its preprocessing");
        }
        if (part.isPresent()) {
            Npy.write(part.get(), vectors, FloatType.FLOAT32);
        }
        return vectors;
    }

    /** The progress of a block is that of the whole. */
    private FloatMatrix embed(LabeledImages some, String stage, long total, long done) {
        UpgradeListener ofAll = event -> {
            if (event instanceof UpgradeEvent.StepCompleted step) {
                listener.on(new UpgradeEvent.StepCompleted(
                        stage,
                        0,
                        done + step.step(),
                        total,
                        step.losses(),
                        step.learningRate(),
                        step.itemsPerSecond()));
            } else if (event instanceof UpgradeEvent.Warning) {
                listener.on(event);
            }
        };
        return model.embed(some, ofAll, cancellation);
    }

    private static void finish(Path target, FloatMatrix all, int blocks) {
        try (NpyRowWriter writer = NpyRowWriter.create(target, all.columns(), FloatType.FLOAT32)) {
            writer.append(all);
            writer.finish();
        }
        try {
            for (int block = 0; block < blocks; block++) {
                Files.deleteIfExists(blockFile(target, block));
            }
            Files.deleteIfExists(folderOfBlocks(target));
        } catch (IOException e) {
            throw new DmuException(
                    "cannot delete the blocks in " + folderOfBlocks(target) + ", which " + target + " holds: "
                            + e.getMessage() + ". Delete the folder",
                    e);
        }
    }

    private static Path folderOfBlocks(Path target) {
        return target.resolveSibling(target.getFileName() + ".blocks");
    }

    private static Path blockFile(Path target, int block) {
        return folderOfBlocks(target).resolve(String.format(Locale.ROOT, "%06d.npy", block));
    }
}
