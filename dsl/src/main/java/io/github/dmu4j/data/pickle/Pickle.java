package io.github.dmu4j.data.pickle;

import io.github.dmu4j.base.DmuException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads Python pickles that hold data only. A pickle is a program; this reader runs the part of its instruction set that builds
 * plain values, and refuses every other name by name. Use it for files that others wrote and that exist only as pickles (the
 * ground truth of Revisited Oxford and Paris, {@code .bin} verification sets); for files of your own write JSON or .npy.
 *
 * <table>
 * <caption>What becomes what</caption>
 * <tr><td>dict</td><td>{@code Map<Object, Object>} in the file's order; keys are text, numbers, booleans or None</td></tr>
 * <tr><td>list, tuple</td><td>{@code List<Object>}</td></tr>
 * <tr><td>str, unicode</td><td>{@code String}</td></tr>
 * <tr><td>bytes, protocol 5's bytearray</td><td>{@code byte[]}, or {@link PickleBytes}, see below</td></tr>
 * <tr><td>int, long</td><td>{@code Long}, beyond 64 bits {@code BigInteger}</td></tr>
 * <tr><td>float, bool, None</td><td>{@code Double}, {@code Boolean}, {@code null}</td></tr>
 * <tr><td>numpy.ndarray of numbers, bool or text</td><td>{@link io.github.dmu4j.base.NpyArray}</td></tr>
 * <tr><td>NumPy scalars</td><td>{@code Long}, {@code Double}, {@code Boolean}, {@code String}</td></tr>
 * </table>
 *
 * <p>Maps and lists cannot be modified; what was one object in Python is one here. Protocols 0 to 5 are read (5 without
 * out-of-band buffers), with NumPy's names of 1.x ({@code numpy.core}) and 2.x ({@code numpy._core}). Bytes after the end of the
 * pickle are passed over, as Python does.
 *
 * <p>Limits, so that no file can exhaust the memory: a length is compared with what the file still holds before anything is
 * allocated; the objects built may take at most a quarter of the heap, and 256 MB (an estimate that never forgets); nesting is at
 * most {@value PickleFreezer#MAX_DEPTH} deep; an object that contains itself is refused.
 *
 * <p>Source: the instruction set as documented in CPython's {@code Lib/pickletools.py} (Python 2.7 and 3.13); NumPy's {@code
 * ndarray.__reduce__}, {@code dtype.__reduce__} and {@code _frombuffer}. Deviations: sets, persistent and extension ids, instances
 * and every other callable are refused.
 */
public final class Pickle {
    private Pickle() {}

    /**
     * The value in a file. Python 2's {@code str}, which may be text or bytes, becomes text with one character a byte: what {@code
     * pickle.load(file, encoding="latin1")} does.
     *
     * @throws DmuException if the file is missing, damaged, over a limit, or asks for anything but data; the message names the file,
     *     the byte and what was asked for
     */
    public static @Nullable Object read(Path file) {
        return run(file, false);
    }

    /**
     * As {@link #read}, for files of many large byte strings: bytes become {@link PickleBytes}, of which those over {@value
     * PickleLiterals#INLINE} bytes stay in the file, so that a file of any size needs little memory. Python 2's {@code str} is bytes
     * here: what {@code encoding="bytes"} does.
     */
    public static @Nullable Object readInPlace(Path file) {
        return run(file, true);
    }

    private static @Nullable Object run(Path file, boolean inPlace) {
        try (PickleInput in = new PickleInput(file)) {
            return new PickleMachine(in, inPlace).run();
        }
    }
}
