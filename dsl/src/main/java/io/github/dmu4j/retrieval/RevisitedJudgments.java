package io.github.dmu4j.retrieval;

import java.util.stream.IntStream;

/** Easy, hard and junk lists; {@link #under} turns them into plain judgments. As judgments themselves: MEDIUM. */
final class RevisitedJudgments implements RelevanceJudgments {
    private final ListJudgments easy;
    private final ListJudgments medium;
    private final ListJudgments hard;

    RevisitedJudgments(int gallerySize, int[][] easy, int[][] hard, int[][] junk) {
        if (easy.length != hard.length || easy.length != junk.length) {
            throw new IllegalArgumentException("easy, hard and junk lists for " + easy.length + ", " + hard.length
                    + " and " + junk.length + " queries; the numbers must be equal");
        }
        this.easy = ListJudgments.of(gallerySize, easy, joined(junk, hard));
        this.medium = ListJudgments.of(gallerySize, joined(easy, hard), junk);
        this.hard = ListJudgments.of(gallerySize, hard, joined(junk, easy));
    }

    private static int[][] joined(int[][] a, int[][] b) {
        return IntStream.range(0, a.length)
                .mapToObj(q ->
                        IntStream.concat(IntStream.of(a[q]), IntStream.of(b[q])).toArray())
                .toArray(int[][]::new);
    }

    RelevanceJudgments under(Protocol protocol) {
        return switch (protocol) {
            case EASY -> easy;
            case MEDIUM -> medium;
            case HARD -> hard;
        };
    }

    @Override
    public int queries() {
        return medium.queries();
    }

    @Override
    public int gallerySize() {
        return medium.gallerySize();
    }

    @Override
    public int grade(int query, int item) {
        return medium.grade(query, item);
    }

    @Override
    public int[] relevantGrades(int query, int excluded) {
        return medium.relevantGrades(query, excluded);
    }

    /** True: under two of the three protocols something is junk. */
    @Override
    public boolean hasJunk() {
        return true;
    }
}
