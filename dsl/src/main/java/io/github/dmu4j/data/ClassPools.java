package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Which classes are for training, validation and test: one {@link Pool} per class. */
final class ClassPools {
    /** Default shares where a data set has no rule of its own (our choice): 60 % training, 10 % validation, 30 % test. */
    static final double TRAINING = 0.6;

    static final double VALIDATION = 0.1;
    static final double TEST = 0.3;

    /** What a class is for. */
    enum Pool {
        TRAINING,
        VALIDATION,
        TEST;

        /** Lower case, for messages. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private ClassPools() {}

    /**
     * Pools by rank of a hash of the class name: first test, then validation, the rest training. Each has at least one class.
     *
     * @throws DmuException with fewer than four classes
     */
    static Pool[] byShares(List<String> classNames, double training, double validation, double test) {
        if (!(training > 0 && validation > 0 && test > 0) || Math.abs(training + validation + test - 1) > 1e-6) {
            throw new IllegalArgumentException("class shares " + training + ", " + validation + ", " + test
                    + ": each must be above 0 and their sum 1");
        }
        int n = classNames.size();
        if (n < 4) {
            throw new DmuException(
                    "an open-set split of " + n + " classes; at least 4 are needed (two to train on, one each"
                            + " for validation and test): add classes");
        }
        int testCount = Math.max(1, Math.min(n - 3, (int) Math.round(test * n)));
        int validationCount = Math.max(1, Math.min(n - testCount - 2, (int) Math.round(validation * n)));
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        order.sort(HashOrder.by(classNames::get, 0, "class pool"));
        Pool[] pools = new Pool[n];
        Arrays.fill(pools, Pool.TRAINING);
        order.subList(0, testCount).forEach(c -> pools[c] = Pool.TEST);
        order.subList(testCount, testCount + validationCount).forEach(c -> pools[c] = Pool.VALIDATION);
        return pools;
    }
}
