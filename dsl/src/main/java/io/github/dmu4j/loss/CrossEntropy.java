package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * Softmax cross-entropy from logits, one number a sample.
 *
 * <p>Computed as softplus(logsumexp of the other classes - the own logit), which equals -log softmax but stays accurate when
 * the loss is tiny: float32 log-softmax gives 4.77e-7 or 0 where 4.52e-7 is right.
 */
public final class CrossEntropy {
    /** In place of the own logit among the others: exp of it is 0, and differences stay finite. */
    private static final float EXCLUDED = -1e30f;

    private CrossEntropy() {}

    /**
     * -log softmax(logits)[label].
     *
     * @param logits shape (n, k)
     * @param labels shape (n), integers in [0, k)
     * @return shape (n); 0 everywhere if k is 1
     */
    public static NDArray perSample(NDArray logits, NDArray labels) {
        return perSample(logits, own(logits, labels), labels);
    }

    /**
     * The same with the own class's logit replaced, as margins do.
     *
     * @param logits shape (n, k); the entries at {@code labels} are not used
     * @param own shape (n), the own class's logits
     * @param labels shape (n), integers in [0, k)
     * @return shape (n)
     */
    static NDArray perSample(NDArray logits, NDArray own, NDArray labels) {
        long n = logits.getShape().get(0);
        long k = logits.getShape().get(1);
        NDManager step = logits.getManager();
        NDArray classes = step.arange(0, (int) k, 1, DataType.INT64).reshape(1, k);
        NDArray isOther = classes.neq(column(step, labels, n));
        NDArray excluded = step.full(new Shape(), EXCLUDED, logits.getDataType());
        NDArray others = keeping(logits, isOther, excluded);
        return softplus(logSumExp(others).sub(own));
    }

    /** Scores where {@code keep} is true, the scalar {@code replacement} elsewhere; in the manager of scores. */
    static NDArray keeping(NDArray scores, NDArray keep, NDArray replacement) {
        return NDArrays.where(keep, scores, replacement);
    }

    /** The value of each row's own class, shape (n). */
    static NDArray own(NDArray logits, NDArray labels) {
        long n = logits.getShape().get(0);
        return logits.gather(column(logits.getManager(), labels, n), 1).reshape(n);
    }

    /** log(sum(exp(row))), shape (n). */
    static NDArray logSumExp(NDArray rows) {
        NDArray highest = rows.max(new int[] {1}, true).stopGradient();
        NDArray sum = rows.sub(highest).exp().sum(new int[] {1});
        return sum.log().add(highest.reshape(rows.getShape().get(0)));
    }

    /** log(1 + exp(x)), accurate at both ends. */
    static NDArray softplus(NDArray x) {
        return Activation.softPlus(x);
    }

    /** Labels as an int64 column in a step's manager. */
    static NDArray column(NDManager step, NDArray labels, long n) {
        if (labels.size() != n) {
            throw new IllegalArgumentException("there are " + n + " rows but " + labels.size() + " labels");
        }
        try (NDArray integers = labels.toType(DataType.INT64, true)) {
            NDArray column = integers.reshape(n, 1);
            column.attach(step);
            return column;
        }
    }
}
