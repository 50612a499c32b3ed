package io.github.dmu4j.model;

import io.github.dmu4j.base.SafetensorsFile.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do about a weights file that does not fit a network: told from its arrays' names and shapes. */
final class PretrainedHints {
    private static final Pattern BLOCK = Pattern.compile("layer([1-4])\\.(\\d+)\\..*");
    private static final String FIRST = "conv1.weight";

    private PretrainedHints() {}

    static String of(Map<String, Entry> found, Network network) {
        List<String> hints = new ArrayList<>();
        Backbone backbone = network.backbone();
        hints.add("The file looks like " + looksLike(found));
        List<Integer> first = found.containsKey(FIRST)
                ? Objects.requireNonNull(found.get(FIRST)).shape()
                : List.of();
        if (first.size() == 4 && first.get(1) != network.preprocessing().channels()) {
            hints.add("its first convolution takes images of " + first.get(1) + " channels and these have "
                    + network.preprocessing().channels()
                    + (first.get(1) == 3 ? ": grey images become colour with Preprocessing.colour(size)" : ""));
        }
        if (first.size() == 4 && backbone instanceof ResNet net && first.get(3) == 7 && !largeStem(net, network)) {
            hints.add("it has the large stem: use stem(Stem.LARGE), or images of more than 64 pixels");
        }
        Entry last = found.get("fc.weight");
        if (last != null && backbone instanceof IResNet && found.containsKey("features.weight")) {
            hints.add("its last layer has the shape " + last.shape()
                    + ": published models give 512 numbers for images of" + " 112 pixels");
        }
        return String.join("; ", hints);
    }

    private static boolean largeStem(ResNet net, Network network) {
        return net.stem().forSize(network.preprocessing().size()) == Stem.LARGE;
    }

    /** The name of one of our networks without its dimension, or what can be said instead. */
    static String looksLike(Map<String, Entry> found) {
        int[] blocks = new int[4];
        for (String name : found.keySet()) {
            Matcher matcher = BLOCK.matcher(name);
            if (matcher.matches()) {
                int stage = Integer.parseInt(matcher.group(1)) - 1;
                blocks[stage] = Math.max(blocks[stage], Integer.parseInt(matcher.group(2)) + 1);
            }
        }
        if (blocks[0] == 0) {
            return "no residual network of these names";
        }
        boolean bottleneck = found.containsKey("layer1.0.conv3.weight");
        boolean face = found.containsKey("layer1.0.prelu.weight");
        Optional<String> ours = face
                ? IResNet.DEPTHS.stream()
                        .filter(depth -> Arrays.equals(IResNet.blocks(depth), blocks))
                        .map(depth -> "iResNet" + depth)
                        .findFirst()
                : ResNet.DEPTHS.stream()
                        .filter(depth -> ResNet.isBottleneck(depth) == bottleneck)
                        .filter(depth -> Arrays.equals(ResNet.blocks(depth), blocks))
                        .map(depth -> "resNet" + depth)
                        .findFirst();
        return ours.orElseGet(() -> "a network of " + Arrays.toString(blocks)
                + (face ? " face" : bottleneck ? " bottleneck" : " basic") + " blocks, which is none of ours");
    }
}
