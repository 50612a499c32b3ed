package io.github.dmu4j.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.LinearMaps;
import io.github.dmu4j.method.UpgradeModule;
import io.github.dmu4j.method.UpgradeModuleTraining;
import io.github.dmu4j.method.UpgradePairs;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A training of an upgrade module that is long enough to take the kernel of this module. */
class UpgradeModuleInVectorsTest {
    private static final int PAIRS = 5_120;
    private static final int DIMENSION = 256;
    private static final int CAUSES = 8;
    private static final ForwardAdaptation OPTIONS =
            new ForwardAdaptation().hidden(1_024).epochs(17).holdOut(0.1);

    @Test
    void learnsWhatARotationCannotAndTheSameEachTime() {
        FloatMatrix causes = random(PAIRS, CAUSES, 1);
        FloatMatrix old = mixed(causes, 2);
        FloatMatrix fresh = mixed(absolute(causes), 3);
        UpgradePairs pairs = UpgradePairs.of(old, fresh);

        UpgradeModule module = UpgradeModuleTraining.with(OPTIONS, 7).train(pairs);

        UpgradeModule rotation =
                UpgradeModule.linear(module.input(), module.output(), LinearMaps.procrustes(old, fresh));
        double ofRotation = meanCosine(rotation.adapt(old), fresh);
        assertThat(meanCosine(module.adapt(old), fresh)).isGreaterThan(ofRotation + 0.5 * (1 - ofRotation));
        assertThat(UpgradeModuleTraining.with(OPTIONS, 7).train(pairs)).isEqualTo(module);
    }

    private static FloatMatrix random(int rows, int columns, long seed) {
        float[] values = new float[rows * columns];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return FloatMatrix.wrap(rows, columns, values);
    }

    private static FloatMatrix absolute(FloatMatrix values) {
        float[] absolute = values.values().clone();
        for (int i = 0; i < absolute.length; i++) {
            absolute[i] = Math.abs(absolute[i]);
        }
        return FloatMatrix.wrap(values.rows(), values.columns(), absolute);
    }

    /** Unit vectors of many dimensions from a few causes. */
    private static FloatMatrix mixed(FloatMatrix causes, long seed) {
        float[] mixing = random(CAUSES, DIMENSION, seed).values();
        float[] values = new float[PAIRS * DIMENSION];
        for (int i = 0; i < PAIRS; i++) {
            for (int c = 0; c < CAUSES; c++) {
                for (int j = 0; j < DIMENSION; j++) {
                    values[i * DIMENSION + j] += causes.values()[i * CAUSES + c] * mixing[c * DIMENSION + j];
                }
            }
        }
        return FloatMatrix.wrap(PAIRS, DIMENSION, values).normalised();
    }

    private static double meanCosine(FloatMatrix a, FloatMatrix b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            sum += (double) a.values()[i] * b.values()[i];
        }
        return sum / PAIRS;
    }
}
