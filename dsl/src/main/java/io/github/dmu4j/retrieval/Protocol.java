package io.github.dmu4j.retrieval;

/**
 * Which lists of the revisited Oxford and Paris sets are positives, and which are ignored as junk. Source: Radenovic,
 * Iscen, Tolias, Avrithis, Chum, "Revisiting Oxford and Paris: Large-Scale Image Retrieval Benchmarking", CVPR 2018.
 * Deviations: none.
 */
public enum Protocol {
    /** Positives: easy. Junk: junk and hard. */
    EASY,
    /** Positives: easy and hard. Junk: junk. The one that papers report. */
    MEDIUM,
    /** Positives: hard. Junk: junk and easy. */
    HARD
}
