package io.github.dmu4j.data.face;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.ReadableFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The records of an MXNet RecordIO file, read at the offsets of its index.
 *
 * <p>A record is a magic number, a word of 3 bits of flag and 29 bits of length, the payload, and zeros up to a multiple of 4. A
 * payload that itself holds the magic number at a multiple of 4 is cut there, and the parts (flag 1 first, 2 middle, 3 last)
 * are joined with the magic number put back.
 *
 * <p>Source: dmlc-core's recordio.h and Apache MXNet's python/mxnet/recordio.py. Deviations: padding is not checked to be zero;
 * a payload of more than 4 MiB is refused (a face of 112 x 112 has 5 KB).
 */
final class RecordFile {
    static final int MAGIC = 0xced7230a;
    private static final int PREFIX = 8;
    private static final int MAX_PAYLOAD = 1 << 22;
    private static final int WHOLE = 0;
    private static final int FIRST = 1;
    private static final int MIDDLE = 2;
    private static final int LAST = 3;

    private final ReadableFile file;

    RecordFile(ReadableFile file) {
        this.file = file;
    }

    Path path() {
        return file.path();
    }

    long length() {
        return file.length();
    }

    /** The payload of the record at an offset. */
    byte[] read(long offset) {
        return read(offset, Integer.MAX_VALUE);
    }

    /** The first {@code most} bytes of the payload at an offset, or all of them if they are fewer. */
    byte[] read(long offset, int most) {
        Part part = part(offset);
        if (part.flag == WHOLE) {
            requireSize(part.length, offset);
            return file.read(offset + PREFIX, Math.min(most, part.length), "the record");
        }
        if (part.flag != FIRST) {
            throw damaged(offset, "has flag " + part.flag + ", so it is the inside of a record; 0 or 1 begins one");
        }
        byte[] payload = new byte[(int) Math.min(most, joined(offset))];
        copyParts(offset, payload);
        return payload;
    }

    /** The header of the record at an offset, in one read where it can be: millions are looked at when a set is opened. */
    RecordHeader header(long offset, Object where) {
        int count = PREFIX + RecordHeader.WITH_TWO_LABELS;
        if (offset <= length() - count) {
            ByteBuffer head = ByteBuffer.wrap(file.read(offset, count, "the header of a record"))
                    .order(ByteOrder.LITTLE_ENDIAN);
            int word = head.getInt(4);
            int length = word & 0x1fffffff;
            if (head.getInt(0) == MAGIC && word >>> 29 == WHOLE && length <= length() - offset - PREFIX) {
                byte[] payload = new byte[Math.min(length, RecordHeader.WITH_TWO_LABELS)];
                head.get(PREFIX, payload);
                return RecordHeader.of(payload, length == payload.length, where);
            }
        }
        byte[] payload = read(offset, RecordHeader.WITH_TWO_LABELS);
        return RecordHeader.of(payload, payload.length < RecordHeader.WITH_TWO_LABELS, where);
    }

    /** The offset after the record at an offset: where the next one begins. */
    long end(long offset) {
        Part part = part(offset);
        long sum = part.length;
        long at = after(offset, part);
        while (part.flag == FIRST || part.flag == MIDDLE) {
            part = following(at);
            sum += Integer.BYTES + part.length;
            requireSize(sum, offset);
            at = after(at, part);
        }
        return at;
    }

    /** The length of a payload of several parts, each of which is seen to lie within the file. */
    private long joined(long offset) {
        Part part = part(offset);
        long sum = part.length;
        long at = after(offset, part);
        while (part.flag != LAST) {
            part = following(at);
            sum += Integer.BYTES + part.length;
            requireSize(sum, offset);
            at = after(at, part);
        }
        return sum;
    }

    private void copyParts(long offset, byte[] payload) {
        ByteBuffer target = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        Part part = part(offset);
        long at = offset;
        while (true) {
            int count = Math.min(part.length, target.remaining());
            file.read(at + PREFIX, payload, target.position(), count, "a part of the record");
            target.position(target.position() + count);
            at = after(at, part);
            if (part.flag == LAST || !target.hasRemaining()) {
                return;
            }
            for (int i = 0; i < Integer.BYTES && target.hasRemaining(); i++) {
                target.put((byte) (MAGIC >>> (8 * i)));
            }
            part = following(at);
        }
    }

    private static long after(long offset, Part part) {
        return offset + PREFIX + (part.length + 3L) / 4 * 4;
    }

    private Part following(long at) {
        Part part = part(at);
        if (part.flag != MIDDLE && part.flag != LAST) {
            throw damaged(at, "has flag " + part.flag + " where a record of several parts goes on; 2 or 3 is allowed");
        }
        return part;
    }

    private Part part(long offset) {
        byte[] prefix = file.read(offset, PREFIX, "the head of a record");
        ByteBuffer head = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
        int magic = head.getInt();
        if (magic != MAGIC) {
            throw damaged(
                    offset,
                    String.format(
                            "begins with 0x%08x, not with the magic number 0x%08x: no record begins there",
                            magic, MAGIC));
        }
        int word = head.getInt();
        int length = word & 0x1fffffff;
        file.require(offset + PREFIX, length, "the record at byte " + offset);
        return new Part(word >>> 29, length);
    }

    private void requireSize(long length, long offset) {
        if (length > MAX_PAYLOAD) {
            throw damaged(offset, "has " + length + " bytes; allowed for a face are " + MAX_PAYLOAD);
        }
    }

    private DmuException damaged(long offset, String problem) {
        return new DmuException(file.path() + " at byte " + offset + " " + problem
                + ": the file is damaged, or its .idx belongs to another; copy or download both again");
    }

    /** A record by its key, as messages name it. */
    Object place(int key) {
        return new Place(file.path(), key);
    }

    private record Place(Path file, int key) {
        @Override
        public String toString() {
            return file + " record " + key;
        }
    }

    private record Part(int flag, int length) {}
}
