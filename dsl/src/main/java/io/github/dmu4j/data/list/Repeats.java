package io.github.dmu4j.data.list;

import io.github.dmu4j.base.DmuException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a text stands twice in a list of millions: by sorted 64-bit hashes, 8 bytes a text, and a look at those that agree. */
final class Repeats {
    private Repeats() {}

    /** Refuses a list with a repeated entry. */
    static void refuse(List<String> texts, Path file) {
        long[] hashes = new long[texts.size()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = hash(texts.get(i));
        }
        Arrays.sort(hashes);
        int agreeing = 0;
        for (int i = 1; i < hashes.length; i++) {
            if (hashes[i] == hashes[i - 1]) {
                hashes[agreeing++] = hashes[i];
            }
        }
        if (agreeing == 0) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (String text : texts) {
            if (Arrays.binarySearch(hashes, 0, agreeing, hash(text)) >= 0 && !seen.add(text)) {
                throw new DmuException(
                        file + " lists \"" + text + "\" twice; an image stands once: remove one of the lines");
            }
        }
    }

    /** FNV-1a over the characters. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
