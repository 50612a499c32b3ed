package io.github.dmu4j.data.face;

import java.util.BitSet;
import java.util.Locale;

/**
 * Pairs to be verified and the truth about each: genuine (one person) or impostor (two). A pair is two rows of images or of
 * templates, whatever the protocol compares. Eight bytes and a bit a pair; immutable.
 */
public final class FacePairs {
    private final int[] first;
    private final int[] second;
    private final BitSet genuine;

    /** Takes the arrays over: nobody writes to them afterwards. */
    FacePairs(int[] first, int[] second, BitSet genuine) {
        if (first.length != second.length || genuine.length() > first.length) {
            throw new IllegalArgumentException(first.length + " first rows, " + second.length + " second rows, "
                    + genuine.length() + " truths: there must be as many");
        }
        this.first = first;
        this.second = second;
        this.genuine = genuine;
    }

    /** Number of pairs. */
    public int size() {
        return first.length;
    }

    /** The row of one side (in a cross-model test: enrolment). */
    public int first(int pair) {
        return first[pair];
    }

    /** The row of the other side (in a cross-model test: the new model's). */
    public int second(int pair) {
        return second[pair];
    }

    /** Whether both are of one person. */
    public boolean isGenuine(int pair) {
        return genuine.get(pair);
    }

    /** How many pairs are of one person. */
    public int genuine() {
        return genuine.cardinality();
    }

    /** How many pairs are of two people. */
    public int impostor() {
        return size() - genuine();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d pairs: %,d genuine, %,d impostor", size(), genuine(), impostor());
    }
}
