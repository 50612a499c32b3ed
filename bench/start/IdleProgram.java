package io.github.dmu4j.bench;

import static io.github.dmu4j.Upgrade.upgrade;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.EmbeddingSet;
import java.lang.ref.Reference;

/** A Java program that uses the DSL and waits: what it costs to have it. */
public final class IdleProgram {
    private IdleProgram() {}

    /** Says that it is ready and waits for the end of standard input. */
    public static void main(String[] args) throws Exception {
        var images = Datasets.glyphs();
        var step = upgrade().from(EmbeddingSet.of(FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 1}})));
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // what is sent is not for us
        }
        Reference.reachabilityFence(images);
        Reference.reachabilityFence(step);
    }
}
