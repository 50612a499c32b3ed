package io.github.dmu4j.data.pickle;

import io.github.dmu4j.base.DmuException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A byte string of a pickle that stays in its file until it is read. Immutable and safe for concurrent reads; the file must not
 * change meanwhile.
 */
public final class PickleBytes {
    /** How the file holds the bytes. */
    enum Storage {
        /** As they are. */
        RAW,
        /** As UTF-8 of the text with one character a byte: Python 3's bytes in protocols 1 and 2. */
        UTF8,
        /** As Python's repr: Python 2's str in protocol 0. */
        QUOTED,
        /** As text with Unicode escapes: Python 3's bytes in protocol 0. */
        UNICODE_ESCAPED
    }

    private final Path file;
    private final long offset;
    private final int stored;
    private final Storage storage;
    private final byte @Nullable [] content;

    /** @param content the stored bytes, for short strings that need no second look into the file */
    PickleBytes(Path file, long offset, int stored, Storage storage, byte @Nullable [] content) {
        this.file = file;
        this.offset = offset;
        this.stored = stored;
        this.storage = storage;
        this.content = content;
    }

    /** Where the file holds them: the offset of the first byte. */
    public long offset() {
        return offset;
    }

    /** How many bytes of the file hold them: their number, or more where the file holds them in an escaped form. */
    public int storedBytes() {
        return stored;
    }

    /**
     * The bytes, read from the file.
     *
     * @throws DmuException if the file is gone or shorter than it was, or an escaped form is malformed
     */
    public byte[] read() {
        return switch (storage) {
            case RAW -> stored();
            case UTF8 -> PickleText.latin1(PickleText.utf8(stored(), where()), where());
            case QUOTED -> PickleText.unquoted(stored(), where());
            case UNICODE_ESCAPED -> PickleText.latin1(PickleText.unicodeUnescaped(stored(), where()), where());
        };
    }

    /** The same place in the file, understood differently. */
    PickleBytes as(Storage other) {
        return new PickleBytes(file, offset, stored, other, content);
    }

    Storage storage() {
        return storage;
    }

    byte[] stored() {
        if (content != null) {
            return content.clone();
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(offset);
            byte[] bytes = in.readNBytes(stored);
            if (bytes.length < stored) {
                throw new EOFException("the file ends at byte " + (offset + bytes.length));
            }
            return bytes;
        } catch (IOException e) {
            throw new DmuException(
                    "cannot read " + stored + " bytes from byte " + offset + " of " + file + ": " + e.getMessage()
                            + "; they were there when the file was opened: put it back, or open it again",
                    e);
        }
    }

    String where() {
        return file + " at byte " + offset;
    }

    @Override
    public String toString() {
        return "bytes at " + offset + ", " + stored + " long, of " + file.getFileName();
    }
}
