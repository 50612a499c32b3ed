package io.github.dmu4j.run;

import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.event.PlannedStage;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.Embedder;
import io.github.dmu4j.model.NetworkEmbedder;
import io.github.dmu4j.train.TrainingSettings;

/**
 * Images on their way through a network, as the stages of a plan count them.
 *
 * @param net its name and the side of its images, for example {@code resNet50(512) at 224 pixels}
 * @param operations multiply-adds of one image; 0 if unknown
 */
public record ImageWork(String net, double operations) {
    /** A step goes forward, then back for the gradients of the maps and for those of the weights: each is a product as large. */
    private static final int PASSES_OF_TRAINING = 3;

    /** Through a network that is to be built. */
    public static ImageWork of(Backbone net, Preprocessing input) {
        return new ImageWork(
                net.name() + " at " + input.size() + " pixels",
                net.multiplyAdds(input).orElse(0));
    }

    /** Through a model. */
    public static ImageWork of(Embedder model) {
        return model instanceof NetworkEmbedder own
                ? of(own.network().backbone(), own.preprocessing())
                : new ImageWork(model.name(), 0);
    }

    /** A stage in which they are embedded. */
    public PlannedStage embedding(String name, long images) {
        return new PlannedStage(name, net + " embeds", images, operations);
    }

    /** A stage in which the network is trained on {@code images} images. */
    public PlannedStage training(String name, TrainingSettings settings, int images) {
        int batch = Math.max(1, Math.min(settings.batchSize(), images));
        int perEpoch = images - images % batch; // the images that fill no batch are left out
        return new PlannedStage(
                name, net + " trains", (double) settings.epochs() * perEpoch, PASSES_OF_TRAINING * operations);
    }
}
