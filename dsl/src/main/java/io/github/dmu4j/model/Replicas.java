package io.github.dmu4j.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network and its copies on further devices, which share the work of a training step (data-parallel training). A step is
 *
 * <pre>{@code
 * NDArray embeddings = replicas.forward(step, pixels, shape);   // each device its part of the batch, at the same time
 * recording.backward(loss(embeddings));                         // one loss of the whole batch, one way back through all devices
 * replicas.gather();                                            // the copies' gradients are added to the network's own
 * optimizer.step(...);                                          // one update, of the network's own weights
 * replicas.spread();                                            // which go to the copies
 * }</pre>
 *
 * <p>The loss sees all embeddings of the batch, so that a step is the one that a single device would do with the same batch, but
 * for the order in which numbers are added, with one exception: batch normalisation takes mean and variance of the device's own
 * part, and the running statistics are those of the first part, as in PyTorch's DistributedDataParallel. With one device nothing
 * is copied and nothing differs. Not thread-safe; owns the copies, not the network.
 *
 * <p>DJL's own way (Trainer with several devices) adds gradients of mean losses, counts one update a device, and may step before
 * they are there; none of it is used.
 */
public final class Replicas implements AutoCloseable {
    private final Network network;
    private final List<Network> copies = new ArrayList<>();
    private final List<InputBuffer> inputs = new ArrayList<>();
    private final ExecutorService threads;

    /**
     * Copies a network.
     *
     * @param network whose weights are trained
     * @param others further devices; may be none
     */
    public Replicas(Network network, List<Device> others) {
        this.network = network;
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "dmu-replica");
            thread.setDaemon(true);
            return thread;
        });
        inputs.add(new InputBuffer());
        try {
            for (Device device : others) {
                inputs.add(new InputBuffer());
                Network copy = network.backbone().architecture().build(network.preprocessing(), 0, device);
                copies.add(copy);
                copy.parameterSet().load(network.parameterSet().state());
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** How many devices share a step. */
    public int count() {
        return 1 + copies.size();
    }

    /**
     * Raw embeddings of a batch, recorded. Of n images a device takes n / {@link #count}, rounded up or down.
     *
     * @param step belongs to the network's manager; owns everything that the pass makes, on all devices
     * @param pixels row-major
     * @param shape (n, channels, size, size); n at least the number of devices, and twice that with batch normalisation
     * @return shape (n, dimension), in the order of the images, on the network's device
     */
    public NDArray forward(NDManager step, float[] pixels, Shape shape) {
        if (copies.isEmpty()) {
            return network.forward(inputs.get(0).array(step, pixels, shape), true);
        }
        int n = Math.toIntExact(shape.get(0));
        if (n < count()) {
            throw new IllegalArgumentException(n + " images cannot be shared by " + count() + " devices");
        }
        List<CompletableFuture<NDArray>> others = new ArrayList<>();
        for (int i = 1; i < count(); i++) {
            Network copy = copies.get(i - 1);
            NDManager manager = step.newSubManager(copy.device());
            int part = i;
            others.add(CompletableFuture.supplyAsync(
                    () -> GradientRecording.within(() -> pass(copy, manager, part, pixels, shape)), threads));
        }
        NDList embeddings = new NDList();
        try {
            embeddings.add(pass(network, step, 0, pixels, shape));
        } finally {
            // a device may still be at work, and the caller would free what it works on
            others.forEach(part -> part.exceptionally(failure -> null).join());
        }
        for (CompletableFuture<NDArray> part : others) {
            embeddings.add(moved(joined(part), step));
        }
        return NDArrays.concat(embeddings);
    }

    private NDArray pass(Network on, NDManager manager, int part, float[] pixels, Shape shape) {
        int n = Math.toIntExact(shape.get(0));
        int from = (int) ((long) n * part / count());
        int to = (int) ((long) n * (part + 1) / count());
        int each = pixels.length / n;
        long[] dimensions = shape.getShape().clone();
        dimensions[0] = (long) to - from;
        float[] own = Arrays.copyOfRange(pixels, from * each, to * each);
        return on.forward(inputs.get(part).array(manager, own, new Shape(dimensions)), true);
    }

    private NDArray moved(NDArray embeddings, NDManager step) {
        NDArray here = embeddings.toDevice(network.device(), false);
        here.attach(step);
        return here;
    }

    private static NDArray joined(CompletableFuture<NDArray> part) {
        try {
            return part.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Adds the copies' gradients to the network's: after the way back, before the optimiser's step. */
    public void gather() {
        List<NamedParameter> own = network.parameters();
        for (Network copy : copies) {
            for (int i = 0; i < own.size(); i++) {
                try (NDArray gradient = copy.parameters().get(i).takeGradient()) {
                    if (gradient != null) {
                        own.get(i).addGradient(gradient);
                    }
                }
            }
        }
    }

    /** Gives the copies the network's trained values: after the optimiser's step, and after weights were loaded. */
    public void spread() {
        for (Network copy : copies) {
            for (int i = 0; i < copy.parameters().size(); i++) {
                Tensors.copy(
                        network.parameters().get(i).array(),
                        copy.parameters().get(i).array());
            }
        }
    }

    /** Ends the copies and their threads. */
    @Override
    public void close() {
        threads.shutdown();
        copies.forEach(Network::close);
    }
}
