package io.github.dmu4j.data;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Images that are decoded once while they fit a budget; those that come after the budget is used up are decoded again each
 * time. Nothing is evicted: with random access to more images than fit, eviction would keep no more of them. Subsets share
 * the cache.
 */
public final class CachedImages extends DelegatingImages {
    /** 256 MB of decoded pixels: 240,000 grey images of 32 x 32, or 2,400 photographs of 192 x 192. */
    public static final long DEFAULT_BYTES = 256L << 20;

    private static final int OVERHEAD = 64;

    private final long budget;
    private final AtomicLong used = new AtomicLong();
    private final AtomicReferenceArray<PixelImage> decoded;
    /** Whether an image was too large for what is left of the budget. */
    private volatile boolean full;

    private CachedImages(LabeledImages base, long budget) {
        super(base);
        this.budget = budget;
        this.decoded = new AtomicReferenceArray<>(base.size());
    }

    /** Caches up to {@link #DEFAULT_BYTES}. */
    public static CachedImages of(LabeledImages images) {
        return of(images, DEFAULT_BYTES);
    }

    /** Caches decoded images up to {@code bytes}; 0 caches nothing. An image counts its pixels and 64 bytes. */
    public static CachedImages of(LabeledImages images, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a cache of " + bytes + " bytes; at least 0 is allowed");
        }
        return new CachedImages(images, bytes);
    }

    /** Bytes of decoded images that are kept now. */
    public long cachedBytes() {
        return used.get();
    }

    /** What is kept, or is still to be kept, is decoded; of what comes after the budget is used up a loader decodes what it needs. */
    @Override
    @SuppressWarnings("NullAway") // as in image
    public ImageSource source(int index) {
        PixelImage kept = decoded.get(index);
        if (kept != null) {
            return kept;
        }
        return full ? super.source(index) : image(index);
    }

    @Override
    @SuppressWarnings("NullAway") // AtomicReferenceArray starts with nulls, which its annotations do not say
    public PixelImage image(int index) {
        PixelImage kept = decoded.get(index);
        if (kept != null) {
            return kept;
        }
        PixelImage image = super.image(index);
        long cost = (long) image.pixels().length + OVERHEAD;
        if (used.get() + cost > budget) {
            full = true;
        } else if (decoded.compareAndSet(index, null, image)) {
            used.addAndGet(cost);
        }
        return image;
    }
}
