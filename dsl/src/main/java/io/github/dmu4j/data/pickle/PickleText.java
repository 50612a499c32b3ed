package io.github.dmu4j.data.pickle;

import io.github.dmu4j.base.DmuException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The ways in which pickles write text and bytes. {@code where}: file and byte, for messages. */
final class PickleText {
    private static final String SIMPLE_ESCAPES = "abfnrtv\\'\"";
    private static final String SIMPLE_VALUES = "\u0007\b\f\n\r\t\u000b\\'\"";

    private PickleText() {}

    /** Text from UTF-8; Python's lone surrogates are refused. */
    static String utf8(byte[] bytes, String where) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DmuException("the text in " + where + " is not UTF-8: the file is damaged. Copy it again", e);
        }
    }

    /** One byte a character. */
    static byte[] latin1(String text, String where) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            if (c > 0xff) {
                throw new DmuException("the bytes in " + where + " are written as text whose character " + i + " is U+"
                        + Integer.toHexString(c) + ", up to U+ff is possible: the file is damaged. Copy it again");
            }
            bytes[i] = (byte) c;
        }
        return bytes;
    }

    /** Python 2's {@code repr} of a str, quotes included, to its bytes. */
    static byte[] unquoted(byte[] line, String where) {
        int end = line.length - 1;
        if (end < 1 || (line[0] != '\'' && line[0] != '"') || line[end] != line[0]) {
            throw malformed("string without its quotes", where);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(line.length);
        int i = 1;
        while (i < end) {
            int c = line[i++] & 0xff;
            if (c != '\\') {
                out.write(c);
                continue;
            }
            int escape = i < end ? line[i++] & 0xff : -1;
            int simple = SIMPLE_ESCAPES.indexOf(escape);
            if (simple >= 0) {
                out.write(SIMPLE_VALUES.charAt(simple));
            } else if (escape == 'x') {
                out.write(hex(line, i, 2, end, where));
                i += 2;
            } else {
                throw malformed("escape \\" + (char) escape, where);
            }
        }
        return out.toByteArray();
    }

    /** Python's raw-unicode-escape: one character a byte, but for {@code \\uXXXX} and {@code \\UXXXXXXXX}. */
    static String unicodeUnescaped(byte[] line, String where) {
        StringBuilder text = new StringBuilder(line.length);
        int i = 0;
        while (i < line.length) {
            int digits = 0;
            if (line[i] == '\\' && i + 1 < line.length) {
                digits = line[i + 1] == 'u' ? 4 : line[i + 1] == 'U' ? 8 : 0;
            }
            if (digits == 0) {
                text.append((char) (line[i++] & 0xff));
                continue;
            }
            int codePoint = hex(line, i + 2, digits, line.length, where);
            if (!Character.isValidCodePoint(codePoint)) {
                throw malformed("character U+" + Integer.toHexString(codePoint), where);
            }
            text.appendCodePoint(codePoint);
            i += 2 + digits;
        }
        return text.toString();
    }

    private static int hex(byte[] line, int from, int digits, int end, String where) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < end ? Character.digit(line[i], 16) : -1;
            if (digit < 0) {
                throw malformed("escape without its " + digits + " hexadecimal digits", where);
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private static DmuException malformed(String what, String where) {
        return new DmuException(where + " has a " + what + ": the file is damaged. Copy it again");
    }
}
