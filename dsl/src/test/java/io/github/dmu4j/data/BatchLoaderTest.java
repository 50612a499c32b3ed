package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatchLoaderTest {
    private static final int[] ORDER = {4, 0, 3, 1, 2, 6, 5};

    private static LabeledImages patterns() {
        return TinyImages.of(7, 3, i -> TinyImages.pattern(10 + i, 10, 1));
    }

    private static List<ImageBatch> all(int threads, int batchSize, int first, boolean dropLast) {
        List<ImageBatch> batches = new ArrayList<>();
        try (BatchLoader loader =
                        new BatchLoader(patterns(), Preprocessing.grey(8), Augmentation.characters(), threads);
                BatchLoader.Batches iterator = loader.batches(ORDER, batchSize, 9, 2, first, dropLast)) {
            iterator.forEachRemaining(batches::add);
            assertThat(iterator.count()).isEqualTo(batches.size());
        }
        return batches;
    }

    @Test
    void batchesComeInOrderWithLabels() {
        List<ImageBatch> batches = all(3, 3, 0, false);
        assertThat(batches).extracting(ImageBatch::size).containsExactly(3, 3, 1);
        assertThat(batches.get(0).indices()).containsExactly(4, 0, 3);
        assertThat(batches.get(0).labels()).containsExactly(1, 0, 0);
        assertThat(batches.get(2).indices()).containsExactly(5);
        assertThat(all(3, 3, 0, true)).extracting(ImageBatch::size).containsExactly(3, 3);
        assertThat(all(1, 8, 0, true)).isEmpty();
    }

    @Test
    void pixelsDependNeitherOnThreadsNorOnBatchSizeNorOnTheResumePoint() {
        List<ImageBatch> one = all(1, 2, 0, false);
        List<ImageBatch> four = all(4, 2, 0, false);
        List<ImageBatch> resumed = all(2, 2, 2, false);
        List<ImageBatch> whole = all(2, 7, 0, false);
        for (int b = 0; b < one.size(); b++) {
            assertThat(four.get(b).pixels()).isEqualTo(one.get(b).pixels());
            int from = b * 2 * 64;
            float[] same = Arrays.copyOfRange(
                    whole.get(0).pixels(), from, from + one.get(b).pixels().length);
            assertThat(one.get(b).pixels()).isEqualTo(same);
        }
        assertThat(resumed).hasSize(2);
        assertThat(resumed.get(0).pixels()).isEqualTo(one.get(2).pixels());
    }

    @Test
    void aFailingImageIsNamedWithItsCause() {
        LabeledImages images = TinyImages.of(6, 2, i -> {
            if (i == 4) {
                throw new DmuException("bad bytes");
            }
            return TinyImages.tone(4, 4, i);
        });
        try (BatchLoader loader = new BatchLoader(images, Preprocessing.grey(4), Augmentation.none(), 2);
                BatchLoader.Batches batches = loader.inOrder(2)) {
            assertThat(batches.next().indices()).containsExactly(0, 1);
            assertThat(batches.next().indices()).containsExactly(2, 3);
            assertThatThrownBy(batches::next)
                    .isInstanceOf(DmuException.class)
                    .hasMessage("cannot load image image-4 of tiny: bad bytes")
                    .hasRootCauseMessage("bad bytes");
            assertThat(batches.hasNext()).isFalse();
        }
    }

    @Test
    void noMoreThanThreadsPlusTwoBatchesAreLoadedAhead() throws InterruptedException {
        AtomicInteger decoded = new AtomicInteger();
        LabeledImages images = TinyImages.of(100, 2, i -> {
            decoded.incrementAndGet();
            return TinyImages.tone(4, 4, i);
        });
        try (BatchLoader loader = new BatchLoader(images, Preprocessing.grey(4), Augmentation.none(), 2);
                BatchLoader.Batches batches = loader.inOrder(5)) {
            batches.next();
            Thread.sleep(100);
            assertThat(decoded.get()).isLessThanOrEqualTo(5 * (1 + 2 + 2));
        }
    }

    @Test
    void closingStopsTheThreads() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        LabeledImages images = TinyImages.of(1000, 2, i -> {
            if (i >= 10) {
                started.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return TinyImages.tone(4, 4, 1);
        });
        BatchLoader loader = new BatchLoader(images, Preprocessing.grey(4), Augmentation.none(), 2);
        BatchLoader.Batches batches = loader.inOrder(10);
        batches.next();
        started.await();
        List<Thread> threads = loaderThreads();
        assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
        loader.close();
        for (Thread thread : threads) {
            thread.join(5000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThatThrownBy(() -> {
                    while (true) {
                        batches.next();
                    }
                })
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void photographsGetAllProcessorsAndSmallImagesOneThread() {
        assertThat(BatchLoader.suitableThreads(Preprocessing.grey(64), 256)).isEqualTo(1);
        assertThat(BatchLoader.suitableThreads(Preprocessing.colour(65), 2))
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        // a batch as large as the heap: one thread, whatever there is
        int batch = (int) (Runtime.getRuntime().maxMemory() / (4 * 3 * 224 * 224));
        assertThat(BatchLoader.suitableThreads(Preprocessing.colour(224), batch))
                .isEqualTo(1);
    }

    private static List<Thread> loaderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("dmu4j-loader-") && t.isAlive())
                .toList();
    }

    @Test
    void anInterruptedConsumerIsToldAndStaysInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        LabeledImages images = TinyImages.of(4, 2, i -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return TinyImages.tone(4, 4, i);
        });
        try (BatchLoader loader = new BatchLoader(images, Preprocessing.grey(4), Augmentation.none(), 1)) {
            BatchLoader.Batches batches = loader.inOrder(2);
            Thread.currentThread().interrupt();
            assertThatThrownBy(batches::next).isInstanceOf(DmuException.class).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void cachedImagesAreDecodedOnceWithinTheBudgetAndAgainBeyondIt() {
        AtomicInteger decoded = new AtomicInteger();
        LabeledImages images = TinyImages.of(4, 2, i -> {
            decoded.incrementAndGet();
            return TinyImages.tone(6, 6, i);
        });
        CachedImages cached = CachedImages.of(images, 2 * (36 + 64));
        LabeledImages view = cached.subset(IntStream.range(0, 4).toArray());
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                assertThat(view.image(i).value(0, 0, 0)).isEqualTo(i);
            }
        }
        // 4 in the first round, then the two that did not fit, twice
        assertThat(decoded.get()).isEqualTo(4 + 2 + 2);
        assertThat(cached.cachedBytes()).isEqualTo(200);
    }
}
