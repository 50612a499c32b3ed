/**
 * Python pickles as data: dicts, lists, tuples, text, bytes, numbers and NumPy arrays, and nothing else. No name in a pickle is
 * ever looked up or called.
 *
 * <p>Floor F1, part of {@code data}: imports {@code base} only. Read {@link io.github.dmu4j.data.pickle.Pickle} first, then
 * {@code PickleMachine}.
 */
@NullMarked
package io.github.dmu4j.data.pickle;

import org.jspecify.annotations.NullMarked;
