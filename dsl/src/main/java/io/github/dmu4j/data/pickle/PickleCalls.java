package io.github.dmu4j.data.pickle;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.base.NpyArray;
import io.github.dmu4j.data.pickle.PickleBytes.Storage;
import io.github.dmu4j.data.pickle.PickleLiterals.PickleLongText;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that a pickle of data may ask for, and what "calling" them makes: bytes that older protocols write as text, and NumPy's
 * arrays, types and scalars. Nothing is looked up: a name is compared with a fixed table, a call is a case in a switch.
 */
final class PickleCalls {
    static final String ALLOWED =
            "only dicts, lists, tuples, text, bytes, numbers and NumPy arrays of numbers or text are read, and"
                    + " nothing was run: convert the file to JSON or .npy in a Python that you trust";

    private enum Name {
        RECONSTRUCT,
        SCALAR,
        FROM_BUFFER,
        ARRAY,
        TYPE,
        ENCODE,
        BYTES
    }

    private static final Map<String, Name> NAMES = Map.ofEntries(
            Map.entry("numpy.core.multiarray._reconstruct", Name.RECONSTRUCT),
            Map.entry("numpy._core.multiarray._reconstruct", Name.RECONSTRUCT),
            Map.entry("numpy.core.multiarray.scalar", Name.SCALAR),
            Map.entry("numpy._core.multiarray.scalar", Name.SCALAR),
            Map.entry("numpy.core.numeric._frombuffer", Name.FROM_BUFFER),
            Map.entry("numpy._core.numeric._frombuffer", Name.FROM_BUFFER),
            Map.entry("numpy.ndarray", Name.ARRAY),
            Map.entry("numpy.dtype", Name.TYPE),
            Map.entry("_codecs.encode", Name.ENCODE),
            Map.entry("__builtin__.bytes", Name.BYTES),
            Map.entry("builtins.bytes", Name.BYTES));

    private static final int TEXT_ELEMENT = 64;

    /** A NumPy type: its letter and size, and the byte order, which comes later. */
    private static final class Type {
        private final String letters;
        private char order = '=';

        Type(String letters) {
            this.letters = letters;
        }

        String description() {
            return order + letters;
        }

        boolean isText() {
            return letters.startsWith("S") || letters.startsWith("U");
        }
    }

    /** An array whose content comes later. */
    static final class PendingArray {
        private @Nullable NpyArray array;

        @Nullable
        NpyArray array() {
            return array;
        }
    }

    private final PickleInput in;
    private final boolean inPlace;

    PickleCalls(PickleInput in, boolean inPlace) {
        this.in = in;
        this.inPlace = inPlace;
    }

    /** Stands for a name on the stack. */
    Object global(String module, String name) {
        Name known = NAMES.get(module + "." + name);
        if (known == null) {
            throw in.error("asks for " + module + "." + name, ALLOWED);
        }
        return known;
    }

    /** What calling a name with a tuple of arguments makes. */
    Object reduce(@Nullable Object callable, @Nullable Object arguments) {
        if (!(callable instanceof Name name)) {
            throw in.error("calls something that is not a name", ALLOWED);
        }
        List<?> given = tuple(arguments);
        return switch (name) {
            case RECONSTRUCT -> {
                if (given.isEmpty() || given.get(0) != Name.ARRAY) {
                    throw in.error("makes an array of another class than numpy.ndarray", ALLOWED);
                }
                in.charge(TEXT_ELEMENT);
                yield new PendingArray();
            }
            case TYPE -> {
                in.charge(TEXT_ELEMENT);
                yield new Type(name(at(given, 0)));
            }
            case SCALAR -> scalar(type(at(given, 0)), bytes(at(given, 1)));
            case FROM_BUFFER ->
                array(type(at(given, 1)), tuple(at(given, 2)), "F".equals(at(given, 3)), bytes(at(given, 0)));
            case ENCODE -> encoded(at(given, 0), name(at(given, 1)));
            case BYTES -> {
                if (!given.isEmpty()) {
                    throw in.error("makes bytes from values", ALLOWED);
                }
                yield madeBytes(new byte[0]);
            }
            case ARRAY -> throw in.error("calls numpy.ndarray", ALLOWED);
        };
    }

    /** Gives an array its content, or a type its byte order. */
    void build(@Nullable Object target, @Nullable Object state) {
        List<?> fields = tuple(state);
        if (target instanceof Type type) {
            requirePlain(fields);
            String order = name(at(fields, 1));
            if (order.length() != 1 || "<>|=".indexOf(order.charAt(0)) < 0) {
                throw in.error("gives a NumPy type the byte order '" + order + "'", "<, >, | and = are known");
            }
            type.order = order.charAt(0);
        } else if (target instanceof PendingArray pending) {
            List<?> parts = fields.size() == 4 ? fields : fields.subList(Math.min(1, fields.size()), fields.size());
            boolean fortran =
                    Boolean.TRUE.equals(at(parts, 2)) || Long.valueOf(1).equals(at(parts, 2));
            pending.array = array(type(at(parts, 1)), tuple(at(parts, 0)), fortran, bytes(at(parts, 3)));
        } else {
            throw in.error("sets the state of something that is neither a NumPy array nor a NumPy type", ALLOWED);
        }
    }

    /** State of a type: version, byte order, and for structured types more than None. */
    private void requirePlain(List<?> fields) {
        for (int i = 2; i < Math.min(5, fields.size()); i++) {
            if (fields.get(i) != null) {
                throw in.error("makes a structured NumPy type", ALLOWED);
            }
        }
    }

    private NpyArray array(Type type, List<?> sizes, boolean fortran, byte[] data) {
        long[] shape = new long[sizes.size()];
        long count = 1;
        for (int i = 0; i < shape.length; i++) {
            if (!(sizes.get(i) instanceof Long size) || size < 0 || size > Integer.MAX_VALUE) {
                throw in.error("makes an array of shape " + brief(sizes), "sizes are 0 to 2^31 - 1: it is damaged");
            }
            shape[i] = size;
            count = Math.min(count * size, 1L << 31); // saturates; the bytes below do not reach so far
        }
        if (count > data.length) {
            throw in.error(
                    "makes an array of " + brief(sizes) + " elements from " + data.length + " bytes",
                    "it is damaged: copy it again");
        }
        in.charge(count * (type.isText() ? TEXT_ELEMENT + (long) data.length / Math.max(1, count) : Long.BYTES));
        return Npy.decode(type.description(), fortran, shape, data, in.file() + " before byte " + in.position());
    }

    private Object scalar(Type type, byte[] data) {
        NpyArray one = array(type, List.of(), false, data);
        if (one.isText()) {
            return one.toStrings().get(0);
        }
        return switch (type.letters.charAt(0)) {
            case 'f' -> one.toDoubles()[0];
            case 'b' -> one.toLongs()[0] != 0;
            default -> one.toLongs()[0];
        };
    }

    /** Python 3's bytes in protocols 0 to 2: text with one character a byte. */
    private Object encoded(@Nullable Object text, String encoding) {
        if (!encoding.equals("latin1") && !encoding.equals("latin-1")) {
            throw in.error("encodes text as " + brief(encoding), "only bytes written as latin1 are read");
        }
        if (text instanceof PickleLongText unread) {
            return unread.bytes();
        }
        String read = text(text);
        in.charge(read.length());
        return madeBytes(PickleText.latin1(read, in.file() + " before byte " + in.position()));
    }

    private Object madeBytes(byte[] bytes) {
        return inPlace ? new PickleBytes(in.file(), in.position(), bytes.length, Storage.RAW, bytes) : bytes;
    }

    /** A key of a dict: something whose equality needs no look into a container. */
    @Nullable
    Object key(@Nullable Object key) {
        if (key instanceof PickleBytes || key instanceof PickleLongText) {
            return name(key);
        }
        if (key == null
                || key instanceof String
                || key instanceof Long
                || key instanceof Double
                || key instanceof Boolean
                || key instanceof BigInteger) {
            return key;
        }
        throw in.error("has a dict key that is neither text, number, boolean nor None", "convert it to JSON in Python");
    }

    /** A short text, which Python 2 writes as bytes. */
    String name(@Nullable Object value) {
        String text = value instanceof PickleBytes bytes
                ? new String(bytes(bytes), StandardCharsets.ISO_8859_1)
                : text(value);
        if (text.length() > 1024) {
            throw in.error("has a name of " + text.length() + " characters", "the file is damaged: copy it again");
        }
        return text;
    }

    String text(@Nullable Object value) {
        if (value instanceof PickleLongText unread) {
            in.charge(4L * unread.bytes().storedBytes());
            return unread.text();
        }
        if (value instanceof String text) {
            return text;
        }
        throw in.error("needs text and finds another value", "the file is damaged: copy it again");
    }

    private byte[] bytes(@Nullable Object value) {
        if (value instanceof PickleBytes range) {
            in.charge(2L * range.storedBytes());
            return range.read();
        }
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof String python2) {
            in.charge(python2.length());
            return PickleText.latin1(python2, in.file() + " before byte " + in.position());
        }
        throw in.error("has a NumPy array of Python objects, or one without its bytes", ALLOWED);
    }

    private Type type(@Nullable Object value) {
        if (value instanceof Type type) {
            return type;
        }
        throw in.error("needs a NumPy type and finds another value", ALLOWED);
    }

    private List<?> tuple(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw in.error("needs a tuple and finds another value", "the file is damaged: copy it again");
    }

    private @Nullable Object at(List<?> values, int index) {
        if (index >= values.size()) {
            throw in.error(
                    "gives " + values.size() + " arguments, at least " + (index + 1) + " are needed",
                    "the file is damaged: copy it again");
        }
        return values.get(index);
    }

    private static String brief(Object value) {
        return value instanceof List<?> list
                ? list.size() + " sizes"
                        + (list.size() <= 4 && list.stream().allMatch(Long.class::isInstance) ? " " + list : "")
                : String.valueOf(value);
    }

    /** For errors of NumPy's own reader. */
    DmuException unfinished() {
        return in.error("ends the pickle while a NumPy array has no content", "the file is damaged: copy it again");
    }
}
