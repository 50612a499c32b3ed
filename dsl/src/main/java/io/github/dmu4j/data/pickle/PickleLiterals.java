package io.github.dmu4j.data.pickle;

import io.github.dmu4j.data.pickle.PickleBytes.Storage;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The instructions that push one number or string. */
final class PickleLiterals {
    /** Longer byte strings stay in the file when it is read in place. */
    static final int INLINE = 64;

    /** What {@link #read} returns for an instruction that is none of these; no pickle can build it. */
    static final Object NONE_OF_THESE = new Object();

    private static final int LARGEST_NUMBER = 1024;
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final PickleInput in;
    private final boolean inPlace;

    PickleLiterals(PickleInput in, boolean inPlace) {
        this.in = in;
        this.inPlace = inPlace;
    }

    /** The value that the instruction pushes, or {@link #NONE_OF_THESE}; letters as in pickletools. */
    @Nullable
    Object read(int instruction) {
        return switch (instruction) {
            case 'N' -> null;
            case 0x88 -> true;
            case 0x89 -> false;
            case 'I' -> intOrBool(in.shortLine());
            case 'J' -> (long) (int) in.unsigned(4);
            case 'K' -> in.unsigned(1);
            case 'M' -> in.unsigned(2);
            case 'L' -> whole(in.shortLine());
            case 0x8a -> twosComplement(in.unsigned(1));
            case 0x8b -> twosComplement(in.unsigned(4));
            case 'F' -> floating(in.shortLine());
            case 'G' -> Double.longBitsToDouble(Long.reverseBytes(in.unsigned(8)));
            case 'S' -> inPlace ? line(Storage.QUOTED) : quoted(in.line());
            case 'T' -> python2(in.unsigned(4));
            case 'U' -> python2(in.unsigned(1));
            case 'V' -> inPlace ? line(Storage.UNICODE_ESCAPED) : PickleText.unicodeUnescaped(in.line(), where());
            case 'X' -> text(in.unsigned(4));
            case 0x8c -> text(in.unsigned(1));
            case 0x8d -> text(in.unsigned(8));
            case 'B' -> bytes(in.unsigned(4));
            case 'C' -> bytes(in.unsigned(1));
            case 0x8e, 0x96 -> bytes(in.unsigned(8));
            default -> NONE_OF_THESE;
        };
    }

    private String where() {
        return in.file() + " before byte " + in.position();
    }

    /** Protocols below 2 write True as 01 and False as 00. */
    private Object intOrBool(String line) {
        return line.equals("01") ? (Object) true : line.equals("00") ? (Object) false : whole(line);
    }

    private Object whole(String line) {
        try {
            return shortest(new BigInteger(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
        } catch (NumberFormatException e) {
            throw in.error("should give a whole number and gives '" + line + "'", "the file is damaged: copy it again");
        }
    }

    private Object floating(String line) {
        try {
            return switch (line) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.valueOf(line);
            };
        } catch (NumberFormatException e) {
            throw in.error("should give a number and gives '" + line + "'", "the file is damaged: copy it again");
        }
    }

    /** Little-endian; no bytes for 0. */
    private Object twosComplement(long length) {
        if (length > LARGEST_NUMBER) {
            throw in.error(
                    "has a whole number of " + length + " bytes",
                    "up to " + LARGEST_NUMBER + " are read: it is damaged");
        }
        byte[] bytes = in.take(length);
        byte[] big = new byte[bytes.length];
        for (int i = 0; i < big.length; i++) {
            big[i] = bytes[big.length - 1 - i];
        }
        return big.length == 0 ? (Object) 0L : shortest(new BigInteger(big));
    }

    private static Object shortest(BigInteger value) {
        boolean fits = value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0;
        return fits ? (Object) value.longValue() : value;
    }

    private Object python2(long length) {
        return inPlace ? range(length, Storage.RAW) : new String(in.take(length), StandardCharsets.ISO_8859_1);
    }

    private Object bytes(long length) {
        return inPlace ? range(length, Storage.RAW) : in.take(length);
    }

    /** Long text may turn out to be the bytes of protocol 2, so it stays in the file as well. */
    private Object text(long length) {
        if (inPlace && length > INLINE) {
            return new PickleLongText(range(length, Storage.UTF8));
        }
        in.charge(2 * Math.max(0, length));
        return PickleText.utf8(in.take(length), where());
    }

    private Object quoted(byte[] line) {
        return new String(PickleText.unquoted(line, where()), StandardCharsets.ISO_8859_1);
    }

    private Object line(Storage storage) {
        long offset = in.position();
        PickleBytes range = new PickleBytes(in.file(), offset, in.skipLine(), storage, null);
        return storage == Storage.UNICODE_ESCAPED ? new PickleLongText(range) : range;
    }

    private PickleBytes range(long length, Storage storage) {
        long offset = in.position();
        if (length >= 0 && length <= INLINE) {
            return new PickleBytes(in.file(), offset, (int) length, storage, in.take(length));
        }
        in.skip(length);
        return new PickleBytes(in.file(), offset, (int) length, storage, null);
    }

    /** Text that is still in the file: either text, or the bytes that it stands for. */
    record PickleLongText(PickleBytes bytes) {
        String text() {
            return bytes.storage() == Storage.UTF8
                    ? PickleText.utf8(bytes.stored(), bytes.where())
                    : PickleText.unicodeUnescaped(bytes.stored(), bytes.where());
        }
    }
}
