package io.github.dmu4j.retrieval;

/**
 * How far a score that was computed in float32 is at most from the reference's: {@link Similarity#between}. The bounds are those
 * of Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, SIAM 2002, section 3.1: a sum of d products, each
 * rounded to a relative u = 2^-24, differs from the true one by at most g(d) |q| |x|, g(d) = d u / (1 - d u), whatever the order.
 *
 * <p>With q the prepared query, x the row as it is stored, p the float32 product, N the float32 square of the row's norm:
 *
 * <ul>
 *   <li>inner product: |p - q.x| is at most g(d) |q| |x|; the reference, a sum in double that is rounded once, adds 2 u |q| |x|.
 *   <li>cosine: p is scaled by the float32 value of 1 / sqrt(N), which is off by a share of 0.6 g(d) + u, and rounded, u; the
 *       reference normalises the row to float32, which moves it by a share of 2 u, and rounds the sum, 2 u. In all at most
 *       (1.6 g(d) + 8 u) |q|.
 *   <li>Euclidean: compared is q.x - |x|^2 / 2, which is (|q|^2 - |q - x|^2) / 2 and so orders as minus the squared distance
 *       does. The product is off by g(d) |q| |x|, N / 2 by g(d) |x|^2 / 2, and their sum is rounded, u (|q| |x| + |x|^2 / 2). The
 *       reference's rounding is a share 2 u of half the squared distance, which is at most |q|^2 + |x|^2.
 * </ul>
 *
 * <p>All are covered by 2 g(d + 10) (|q| |x| + |x|^2 / 2) + 4 u |q|^2 / 2 with the terms that do not occur left out, and this
 * also where the norms that are put in were themselves computed in float32. Two absolute terms stand for what float32 loses below
 * its smallest normal number, 2^-126.
 */
final class ScreeningError {
    private static final double UNIT_ROUNDOFF = 0x1p-24;
    /** So that g(d + 10) is small against 1. */
    static final int MOST_COLUMNS = 1 << 20;
    /** With {@link RowBlock}'s limit for the rows, no float32 product can overflow. */
    static final double LARGEST_QUERY_NORM = 0x1p60;

    private ScreeningError() {}

    /**
     * The bound for all rows up to a norm.
     *
     * @param columns 1..{@link #MOST_COLUMNS}
     * @param queryNorm of the prepared query
     * @param rowNorm the largest norm of the rows, in float32; does not matter to {@link Similarity#COSINE}
     */
    static double bound(Similarity similarity, int columns, double queryNorm, double rowNorm) {
        double row = similarity == Similarity.COSINE ? 1 : rowNorm + columns * 0x1p-70;
        boolean euclidean = similarity == Similarity.EUCLIDEAN;
        double terms = (columns + 10) * UNIT_ROUNDOFF;
        double share = 2 * terms / (1 - terms);
        return share * (queryNorm * row + (euclidean ? row * row / 2 : 0))
                + (euclidean ? 2 * UNIT_ROUNDOFF * queryNorm * queryNorm : 0)
                + columns * 0x1p-100;
    }
}
