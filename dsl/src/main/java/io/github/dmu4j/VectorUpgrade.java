package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.gallery.Gallery;
import io.github.dmu4j.gallery.GalleryPolicy;
import io.github.dmu4j.gallery.GalleryUpgrade;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.method.ModuleAdapter;
import io.github.dmu4j.method.UpgradeModule;
import java.nio.file.Path;

/** A trained upgrade of stored vectors. Needs no native library: load it where the gallery lives. Immutable. */
@CheckReturnValue
public final class VectorUpgrade {
    private final ModuleAdapter adapter;
    private final int pairs;
    private final boolean labelled;

    VectorUpgrade(ModuleAdapter adapter, int pairs, boolean labelled) {
        this.adapter = adapter;
        this.pairs = pairs;
        this.labelled = labelled;
    }

    /** Loads what {@link #save}, or an upgrade that was trained with {@code savingTo}, left in a folder. */
    public static VectorUpgrade load(Path folder) {
        return new VectorUpgrade(ModuleAdapter.load(folder), 0, false);
    }

    /** Saves the upgrade module and the old prototypes into a folder. */
    public void save(Path folder) {
        adapter.save(folder);
    }

    /** Moves vectors in memory; every one of them. */
    public EmbeddingSet adapt(EmbeddingSet stored) {
        return GalleryUpgrade.adapt(stored, adapter, GalleryPolicy.all());
    }

    /** Begins the upgrade of a stored gallery in constant memory: {@code .save(out)} carries it out. */
    public GalleryUpgrade upgradeGallery(Gallery gallery) {
        return GalleryUpgrade.of(gallery, adapter)
                .withListener(Upgrades.defaultListener())
                .withCancellation(Cancellation.ON_INTERRUPT);
    }

    /** psi. */
    public UpgradeModule upgradeModule() {
        return adapter.module();
    }

    /** The module as the gallery floor sees it. */
    public GalleryAdapter adapter() {
        return adapter;
    }

    @Override
    public String toString() {
        return "vector upgrade, dimension " + adapter.input().dimension() + " to "
                + adapter.output().dimension()
                + (pairs > 0 ? "\n  trained on " + pairs + " pairs, " + (labelled ? "labelled" : "without labels") : "")
                + "\n  " + adapter.module()
                + "\n  next: upgradeGallery(Gallery.npy(path)).save(out), adapt(set), save(folder)";
    }
}
