package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.util.HashMap;
import java.util.Map;

/** Whether the classes of a list are those of a collection, under other names: what tells the right collection from a wrong one. */
final class ClassAgreement {
    private final String list;
    private final Map<String, Integer> classOf = new HashMap<>();
    private final Map<Integer, String> writtenOf = new HashMap<>();

    /** @param list for messages */
    ClassAgreement(String list) {
        this.list = list;
    }

    /** One image. @throws DmuException if its class is written as another class was, or otherwise than before */
    void add(String image, String written, int label) {
        Integer before = classOf.putIfAbsent(written, label);
        String writtenBefore = writtenOf.putIfAbsent(label, written);
        if ((before != null && before != label) || (writtenBefore != null && !writtenBefore.equals(written))) {
            throw new DmuException(
                    list + " has " + image + " with the label " + written + ", where the images' class is "
                            + label + ", but "
                            + (before != null && before != label
                                    ? "the label " + written + " was class " + before
                                    : "class " + label + " had the label " + writtenBefore)
                            + " before: it is a list of another collection; give the one that it was made of");
        }
    }
}
