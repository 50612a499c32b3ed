package io.github.dmu4j.model;

import java.util.Optional;

/** How the arrays of our networks are called in published weights files. */
enum PublishedNames {
    /** torchvision's and timm's ResNet; its class scores, {@code fc}, are of no use to an embedding. */
    TORCHVISION("torchvision and timm") {
        @Override
        Optional<String> published(String name) {
            return isTrunk(name) ? Optional.of(trunk(name)) : Optional.empty();
        }

        @Override
        boolean isLeftOut(String published) {
            return published.startsWith("fc.") || super.isLeftOut(published);
        }
    },

    /** InsightFace's arcface_torch iresnet; the whole network. */
    INSIGHTFACE("InsightFace") {
        @Override
        Optional<String> published(String name) {
            return Optional.of(trunk(name)
                    .replaceFirst("^bn\\.", "bn2.")
                    .replaceFirst("^embedding\\.", "fc.")
                    .replaceFirst("^neck\\.", "features."));
        }
    };

    private final String origin;

    PublishedNames(String origin) {
        this.origin = origin;
    }

    /** Who calls them so. */
    String origin() {
        return origin;
    }

    /** The published name of our array; empty for one that published files do not have. */
    abstract Optional<String> published(String name);

    /** Whether an array of a file is left out on purpose. */
    boolean isLeftOut(String published) {
        return published.endsWith(".num_batches_tracked");
    }

    private static boolean isTrunk(String name) {
        return name.startsWith("stem.") || name.startsWith("stage");
    }

    private static String trunk(String name) {
        return name.replaceFirst("^stem\\.conv\\.", "conv1.")
                .replaceFirst("^stem\\.bn\\.", "bn1.")
                .replaceFirst("^stem\\.prelu\\.", "prelu.")
                .replaceFirst("^stage(\\d+)\\.block(\\d+)\\.", "layer$1.$2.")
                .replaceFirst("\\.shortcut\\.conv\\.", ".downsample.0.")
                .replaceFirst("\\.shortcut\\.bn\\.", ".downsample.1.");
    }
}
