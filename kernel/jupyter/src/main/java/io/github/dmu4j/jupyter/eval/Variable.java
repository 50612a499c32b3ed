package io.github.dmu4j.jupyter.eval;

import org.jspecify.annotations.Nullable;

/**
 * A variable of the session.
 *
 * @param type as written or inferred, for example {@code java.util.List<String>}
 * @param value now; not a copy
 */
public record Variable(String name, String type, @Nullable Object value) {}
