package io.github.dmu4j.data.face;

import io.github.dmu4j.base.DmuException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What stands before the picture in a record: MXNet's IRHeader, {@code struct} format {@code IfQQ} (flag, label, id, id2), 24
 * bytes. With a flag above 0 that many labels of single precision follow it and the field {@code label} says nothing.
 *
 * @param flag 0, or the number of labels that follow; unsigned 32 bits
 * @param label the first label
 * @param second the second label, or 0 if there is none
 * @param imageOffset where the picture begins in the payload
 */
record RecordHeader(long flag, float label, float second, int imageOffset) {
    static final int LENGTH = 24;

    /** A header and two labels: all that is needed of a record to know its class. */
    static final int WITH_TWO_LABELS = LENGTH + 2 * Float.BYTES;

    /** Single precision holds every whole number below this. */
    private static final int LABELS = 1 << 24;

    /**
     * Reads the header of a payload.
     *
     * @param payload its first {@link #WITH_TWO_LABELS} bytes, or more
     * @param whole whether the payload is complete, so that all labels must be in it
     * @param where the record, for messages; its text is made for one only, as millions of headers are read
     */
    static RecordHeader of(byte[] payload, boolean whole, Object where) {
        if (payload.length < LENGTH) {
            throw new DmuException(where + " has " + payload.length + " bytes; the header alone has " + LENGTH
                    + ": the file is damaged, or no training set of InsightFace");
        }
        ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        long flag = Integer.toUnsignedLong(bytes.getInt(0));
        long labelsEnd = LENGTH + flag * Float.BYTES;
        if (labelsEnd > payload.length && (whole || payload.length < Math.min(labelsEnd, WITH_TWO_LABELS))) {
            throw new DmuException(where + " says that " + flag + " labels follow its header, but it has "
                    + payload.length + " bytes: the file is damaged");
        }
        float label = flag > 0 ? bytes.getFloat(LENGTH) : bytes.getFloat(4);
        float second = flag > 1 ? bytes.getFloat(LENGTH + Float.BYTES) : 0;
        return new RecordHeader(flag, label, second, (int) Math.min(labelsEnd, Integer.MAX_VALUE));
    }

    /** The label as a class. @throws DmuException if it is not a whole number from 0 to 2^24 - 1 */
    int classNumber(Object where) {
        return whole(label, where);
    }

    /** A label as a whole number. */
    static int whole(float value, Object where) {
        if (!(value >= 0 && value < LABELS) || value != Math.rint(value)) {
            throw new DmuException(where + " has label " + value + "; allowed are whole numbers from 0 to "
                    + (LABELS - 1) + ", all that single precision can hold: the file is damaged");
        }
        return (int) value;
    }
}
