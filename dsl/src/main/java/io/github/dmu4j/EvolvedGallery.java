package io.github.dmu4j;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.model.Embedder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * What an upgraded gallery holds, as a model: psi(z_o(x)), every vector moved. So a next upgrade learns from evolved vectors,
 * makes its prototypes and scores of them, and evaluates on them, without knowing of it. Chains: the old model of the upgrade may
 * be evolved itself.
 *
 * <p>Holds the upgrade, whose models it uses and does not close.
 */
final class EvolvedGallery implements Embedder {
    private final UpgradedModel upgraded;

    /** @param upgraded one that has an upgrade module */
    EvolvedGallery(UpgradedModel upgraded) {
        this.upgraded = upgraded;
    }

    @Override
    public String name() {
        return "evolved " + old().name();
    }

    @Override
    public int dimension() {
        return upgraded.adapter().output().dimension();
    }

    /** Of the old model, which sees the images. */
    @Override
    public Preprocessing preprocessing() {
        return old().preprocessing();
    }

    /** Of the old model, the module and the new model. */
    @Override
    public String hash() {
        String parts = old().hash()
                + '\n'
                + upgraded.adapter().fingerprint()
                + '\n'
                + queries().hash();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(parts.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public FloatMatrix embed(LabeledImages images, UpgradeListener listener, Cancellation cancellation) {
        FloatMatrix stored = upgraded.oldModel().frozen().embed(images, listener, cancellation);
        return upgraded.adapter().adapt(stored);
    }

    @Override
    public void embedInBlocks(
            LabeledImages images, Consumer<FloatMatrix> blocks, UpgradeListener listener, Cancellation cancellation) {
        upgraded.oldModel()
                .frozen()
                .embedInBlocks(
                        images, stored -> blocks.accept(upgraded.adapter().adapt(stored)), listener, cancellation);
    }

    /** The module's output: vectors of the new model's space that are not the new model's own, whatever is asked. */
    @Override
    public VectorContract contract(Generation generation) {
        return upgraded.adapter().output();
    }

    /** The upgrade's new model. */
    @Override
    public Embedder queries() {
        return upgraded.newModel().frozen().embedder();
    }

    private Embedder old() {
        return upgraded.oldModel().frozen().embedder();
    }

    /** Closes nothing: the models belong to the upgrade. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "gallery of " + old().name() + ", moved to the space of "
                + queries().name();
    }
}
