package io.github.dmu4j.model;

import ai.djl.Device;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.SafetensorsFile;
import io.github.dmu4j.data.Preprocessing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A network whose training starts from published weights: {@code resNet50(512).pretrained(Path.of("resnet50.safetensors"))}. Prefer
 * it to a start from nothing wherever such weights exist for the kind of image.
 *
 * <p>Of a {@link ResNet} the trunk is read, under the names of torchvision and timm; embedding layer and neck start anew and the
 * file's class scores ({@code fc}) are left out. Of an {@link IResNet} everything is read, under the names of InsightFace's
 * arcface_torch, so that the network is the published model. {@code num_batches_tracked} is left out. A prefix that all names share
 * ({@code module.}, {@code backbone.}, {@code encoder.}, {@code model.}) is taken off; F16 is widened. The weights fit as they were
 * trained: ResNets mostly with {@link Preprocessing#colour} at 224 pixels and {@link Stem#LARGE}, iResNets at 112 pixels with means
 * and deviations of 0.5.
 *
 * <p>Sources of the names: torchvision/models/resnet.py, timm/models/resnet.py, insightface's
 * recognition/arcface_torch/backbones/iresnet.py. Deviations: a file must fit as a whole; nothing is read in part.
 *
 * @param backbone what is built, a {@link ResNet} or {@link IResNet}
 * @param file the weights, absolute; needed again whenever a training begins, not to go on from a checkpoint nor to load a model
 * @param sha256 hash of the file, in hex: another file at the same place is refused
 */
public record PretrainedBackbone(Backbone backbone, Path file, String sha256) implements Backbone {

    /** @throws IllegalArgumentException for another kind of backbone */
    public PretrainedBackbone {
        names(backbone);
        file = file.toAbsolutePath().normalize();
    }

    /**
     * Reads the file's header and hashes the file.
     *
     * @throws DmuException if it is missing, no safetensors file, or holds types that cannot be read (bfloat16, integers)
     */
    static PretrainedBackbone of(Backbone backbone, Path file) {
        SafetensorsFile header = SafetensorsFile.open(file);
        PublishedNames names = names(backbone);
        header.entries().values().stream()
                .filter(entry -> !names.isLeftOut(entry.name()))
                .filter(entry -> !entry.type().equals("F32") && !entry.type().equals("F16"))
                .findFirst()
                .ifPresent(entry -> {
                    throw new DmuException(file + " holds " + entry.name() + " as " + entry.type()
                            + "; only F32 and F16 are read: save it again as float32, in Python with"
                            + " save_file({k: v.float() for k, v in tensors.items()}, path)");
                });
        return new PretrainedBackbone(backbone, file, FileHash.of(file));
    }

    @Override
    public int dimension() {
        return backbone.dimension();
    }

    @Override
    public OptionalDouble multiplyAdds(Preprocessing input) {
        return backbone.multiplyAdds(input);
    }

    @Override
    public String name() {
        return backbone.name() + ".pretrained(" + file.getFileName() + ")";
    }

    /**
     * Builds the network, initialises it by the seed, and overwrites what the file has.
     *
     * @throws DmuException if the file is gone or another one, or does not fit; everything that does not fit is listed
     */
    @Override
    public Network build(Preprocessing input, long seed, Device device) {
        SafetensorsFile weights = unchanged();
        Network network = backbone.build(input, seed, device);
        try {
            PretrainedWeights matched = PretrainedWeights.match(weights, names(backbone), network);
            matched.copyInto(network.parameterSet());
            return network.startingFrom(matched.toString());
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    @Override
    public List<String> problems(Preprocessing input) {
        List<String> problems = backbone.problems(input);
        if (!problems.isEmpty()) {
            return problems;
        }
        try (Network network = backbone.build(input, 0, Device.cpu())) {
            PretrainedWeights.match(unchanged(), names(backbone), network);
            return List.of();
        } catch (DmuException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Backbone architecture() {
        return backbone;
    }

    private SafetensorsFile unchanged() {
        if (!Files.isRegularFile(file)) {
            throw new DmuException("the weights that " + backbone.name() + " starts from, " + file
                    + ", are not there: put the file back, or" + " name its new place with pretrained(path)");
        }
        String found = FileHash.of(file);
        if (!found.equals(sha256)) {
            throw new DmuException("the weights that " + backbone.name() + " starts from, " + file
                    + ", have changed: their SHA-256 was " + brief(sha256) + " and is " + brief(found)
                    + ". Put the right file back, or choose this one with pretrained(path), as another plan");
        }
        return SafetensorsFile.open(file);
    }

    private static String brief(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    private static PublishedNames names(Backbone backbone) {
        if (backbone instanceof ResNet) {
            return PublishedNames.TORCHVISION;
        }
        if (backbone instanceof IResNet) {
            return PublishedNames.INSIGHTFACE;
        }
        throw new IllegalArgumentException("published weights are read into a ResNet or an IResNet, found "
                + backbone.name() + ": give your own backbone its weights in its build method");
    }

    @Override
    public String toString() {
        return name() + "\n  file    " + file + "\n  sha256  " + brief(sha256)
                + "\n  next    upgrade().from(old).to(this)";
    }
}
