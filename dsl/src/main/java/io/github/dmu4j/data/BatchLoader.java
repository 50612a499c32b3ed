package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Seeds;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decodes, augments and prepares images ahead of the consumer, on daemon threads of its own. Batches come in order and at
 * most {@code threads + 2} are held or in work, so memory is bounded. What a batch contains depends on the arguments of
 * {@link #batches} alone, not on threads, timing, batch size or the point of resumption.
 *
 * <p>Closing stops the threads at the next image. One loader may serve several consumers.
 */
public final class BatchLoader implements AutoCloseable {
    private static final int AHEAD = 2;
    private static final int SMALL = 64;
    private static final AtomicInteger LOADERS = new AtomicInteger();

    private final LabeledImages images;
    private final Preprocessing preprocessing;
    private final Augmentation augmentation;
    private final int threads;
    private final ExecutorService workers;

    /**
     * A loader; its threads start with the first batch.
     *
     * @param augmentation {@link Augmentation#none()} for evaluation
     * @param threads at least 1; one is usually enough at 32 pixels, photographs profit from all cores
     */
    public BatchLoader(LabeledImages images, Preprocessing preprocessing, Augmentation augmentation, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a loader with " + threads + " threads; at least 1 is needed");
        }
        this.images = images;
        this.preprocessing = preprocessing;
        this.augmentation = augmentation;
        this.threads = threads;
        int loader = LOADERS.incrementAndGet();
        AtomicInteger started = new AtomicInteger();
        workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "dmu4j-loader-" + loader + "-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * How many threads suit: one up to 64 pixels, where the network is the slower part by far; above, for photographs, all processors,
     * but no more than a quarter of the heap can hold batches for.
     */
    public static int suitableThreads(Preprocessing preprocessing, int batchSize) {
        if (preprocessing.size() <= SMALL) {
            return 1;
        }
        long batch = (long) preprocessing.length() * batchSize * Float.BYTES;
        long held = Runtime.getRuntime().maxMemory() / 4 / batch - AHEAD;
        return (int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), held));
    }

    /**
     * The images of {@code order}, cut into batches.
     *
     * @param order indices into the collection, repeats allowed
     * @param batchSize images per batch, at least 1
     * @param seed root seed; image i of epoch e is augmented with {@code Seeds.random(seed, "augment", e, i)}
     * @param firstBatch how many batches to leave out at the beginning (resuming within an epoch); 0 for none
     * @param dropLast whether an incomplete last batch is left out; with fewer images than {@code batchSize} there is none
     */
    public Batches batches(int[] order, int batchSize, long seed, int epoch, int firstBatch, boolean dropLast) {
        if (batchSize < 1 || firstBatch < 0) {
            throw new IllegalArgumentException(
                    "batch size " + batchSize + " (at least 1), first batch " + firstBatch + " (at least 0)");
        }
        return new Batches(order.clone(), batchSize, seed, epoch, firstBatch, dropLast);
    }

    /** All images in their order, once, without augmentation seeds that matter: for embedding. */
    public Batches inOrder(int batchSize) {
        int[] order = new int[images.size()];
        Arrays.setAll(order, i -> i);
        return batches(order, batchSize, 0, 0, 0, false);
    }

    /** Stops the threads; batches in work are abandoned and iterators fail from now on. */
    @Override
    public void close() {
        for (Runnable dropped : workers.shutdownNow()) {
            if (dropped instanceof Future<?> future) {
                future.cancel(false); // or its consumer would wait for ever
            }
        }
    }

    private DmuException closedWhileRead(Exception cause) {
        return new DmuException("the loader of " + images.name() + " was closed while it was read", cause);
    }

    private ImageBatch load(int[] indices, long seed, int epoch) throws InterruptedException {
        float[] pixels = new float[Math.multiplyExact(indices.length, preprocessing.length())];
        int[] labels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            int index = indices[i];
            labels[i] = images.label(index);
            try {
                augmentation.apply(
                        images.source(index),
                        preprocessing,
                        Seeds.random(seed, "augment", epoch, index),
                        pixels,
                        i * preprocessing.length());
            } catch (RuntimeException e) {
                throw new DmuException(
                        "cannot load image " + images.id(index) + " of " + images.name() + ": " + e.getMessage(), e);
            }
        }
        return new ImageBatch(pixels, indices, labels, indices.length);
    }

    /** Batches in order. Not thread-safe: one consumer. Close it when leaving early; it closes itself at the end. */
    public final class Batches implements Iterator<ImageBatch>, AutoCloseable {
        private final int[] order;
        private final int batchSize;
        private final long seed;
        private final int epoch;
        private final int end;
        private final int remaining;
        private final Deque<Future<ImageBatch>> pending = new ArrayDeque<>();
        private int nextToSubmit;
        private boolean closed;

        private Batches(int[] order, int batchSize, long seed, int epoch, int firstBatch, boolean dropLast) {
            this.order = order;
            this.batchSize = batchSize;
            this.seed = seed;
            this.epoch = epoch;
            end = order.length / batchSize + (!dropLast && order.length % batchSize != 0 ? 1 : 0);
            nextToSubmit = Math.min(firstBatch, end);
            remaining = end - nextToSubmit;
        }

        /** How many batches this iterator gives in all. */
        public int count() {
            return remaining;
        }

        @Override
        public boolean hasNext() {
            return !closed && (!pending.isEmpty() || nextToSubmit < end);
        }

        /**
         * The next batch, waiting for it if need be.
         *
         * @throws DmuException if one of its images cannot be loaded (the message names it, the cause is kept), if the waiting
         *     thread was interrupted (its flag stays set) or the loader was closed; the iterator is closed then
         * @throws NoSuchElementException after the last batch
         */
        @Override
        public ImageBatch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            submitAhead();
            try {
                ImageBatch batch = pending.remove().get();
                submitAhead();
                return batch;
            } catch (ExecutionException e) {
                close();
                if (e.getCause() instanceof InterruptedException) {
                    throw closedWhileRead(e);
                }
                if (e.getCause() instanceof DmuException known) {
                    throw new DmuException(String.valueOf(known.getMessage()), known);
                }
                throw new DmuException("loading images of " + images.name() + " failed: " + e.getCause(), e);
            } catch (InterruptedException e) {
                close();
                Thread.currentThread().interrupt();
                throw new DmuException("interrupted while waiting for images of " + images.name(), e);
            } catch (CancellationException e) {
                close();
                throw closedWhileRead(e);
            }
        }

        private void submitAhead() {
            while (pending.size() < threads + AHEAD && nextToSubmit < end) {
                int from = nextToSubmit * batchSize;
                int[] indices = Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize));
                try {
                    pending.add(workers.submit(() -> load(indices, seed, epoch)));
                } catch (RejectedExecutionException e) {
                    close();
                    throw closedWhileRead(e);
                }
                nextToSubmit++;
            }
        }

        /** Abandons what was loaded ahead. */
        @Override
        public void close() {
            closed = true;
            for (Future<ImageBatch> future : pending) {
                future.cancel(true);
            }
            pending.clear();
        }
    }
}
