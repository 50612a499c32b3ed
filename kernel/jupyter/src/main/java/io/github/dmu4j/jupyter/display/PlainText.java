package io.github.dmu4j.jupyter.display;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a value: arrays and collections by their elements, also nested, the first {@value #SHOWN} of each; every
 * other value by its {@code toString}. Never throws for what the value does.
 */
final class PlainText {
    /** Elements that are shown of each array, collection and map. */
    static final int SHOWN = 200;
    /** Deeper nesting is shown as three dots; also ends a collection that contains itself. */
    private static final int DEPTH = 6;

    private final StringBuilder text = new StringBuilder();

    private PlainText() {}

    static String of(Object value) {
        PlainText plain = new PlainText();
        try {
            plain.append(value, 0);
            return plain.text.toString();
        } catch (Throwable e) { // users' code, the iterators of their collections included
            return value.getClass().getName() + " (its text cannot be shown: " + describe(e) + ")";
        }
    }

    /** Class and message of what was thrown, even if its own methods throw. */
    static String describe(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (Throwable e) {
            return thrown.getClass().getName();
        }
    }

    private void append(@Nullable Object value, int depth) {
        if (value != null && value.getClass().isArray()) {
            appendArray(value, depth);
        } else if (value instanceof Collection<?> collection && isOfTheJdk(value)) {
            appendAll(collection.iterator(), collection.size(), depth);
        } else if (value instanceof Map<?, ?> map && isOfTheJdk(value)) {
            appendMap(map, depth);
        } else {
            text.append(value);
        }
    }

    /** Others have a toString that their authors have thought about. */
    private static boolean isOfTheJdk(Object value) {
        return value.getClass().getName().startsWith("java.");
    }

    private void appendArray(Object array, int depth) {
        int length = Array.getLength(array);
        appendAll(
                new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < length;
                    }

                    @Override
                    public @Nullable Object next() {
                        return Array.get(array, next++);
                    }
                },
                length,
                depth);
    }

    private void appendAll(Iterator<?> elements, int size, int depth) {
        if (depth == DEPTH) {
            text.append("[...]");
            return;
        }
        text.append('[');
        for (int i = 0; elements.hasNext(); i++) {
            if (i == SHOWN) {
                text.append(", ... ").append(size - SHOWN).append(" more");
                break;
            }
            text.append(i == 0 ? "" : ", ");
            append(elements.next(), depth + 1);
        }
        text.append(']');
    }

    private void appendMap(Map<?, ?> map, int depth) {
        if (depth == DEPTH) {
            text.append("{...}");
            return;
        }
        text.append('{');
        int shown = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (shown == SHOWN) {
                text.append(", ... ").append(map.size() - SHOWN).append(" more");
                break;
            }
            text.append(shown == 0 ? "" : ", ");
            append(entry.getKey(), depth + 1);
            text.append('=');
            append(entry.getValue(), depth + 1);
            shown++;
        }
        text.append('}');
    }
}
