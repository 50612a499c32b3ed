package io.github.dmu4j.data.small;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.HeapRoom;
import io.github.dmu4j.base.ReadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Bytes to be read at any place: of a file, or of a .gz that was unpacked into memory. */
interface ByteSource {
    /** Their number. */
    long length();

    /** Some of them. @throws DmuException if they end before; nothing is allocated then */
    byte[] read(long position, long count, String what);

    /** By the ending of the name. */
    static ByteSource open(Path path) {
        ReadableFile file = ReadableFile.open(path, "a file in the IDX form of MNIST");
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".gz") ? Unpacked.of(path) : new Plain(file);
    }

    /** A file as it is. */
    record Plain(ReadableFile file) implements ByteSource {
        @Override
        public long length() {
            return file.length();
        }

        @Override
        public byte[] read(long position, long count, String what) {
            return file.read(position, count, what);
        }

        @Override
        public String toString() {
            return file.path().toString();
        }
    }

    /**
     * Blocks of 256 KiB (arrays of more than half a region of the garbage collector waste memory in a small heap), made one by
     * one as the bytes come: what the header claims is not believed.
     */
    record Unpacked(Path path, List<byte[]> blocks, long length) implements ByteSource {
        private static final int BLOCK = 1 << 18;

        static Unpacked of(Path path) {
            List<byte[]> blocks = new ArrayList<>();
            long length = 0;
            try (InputStream in = new GZIPInputStream(Files.newInputStream(path), 1 << 16)) {
                while (true) {
                    HeapRoom.require(
                            length + BLOCK,
                            path + ", unpacked,",
                            "unpack it (gunzip) so that it is read from the disk");
                    byte[] block = new byte[BLOCK];
                    int read = in.readNBytes(block, 0, BLOCK);
                    length += read;
                    blocks.add(block);
                    if (read < BLOCK) {
                        return new Unpacked(path, blocks, length);
                    }
                }
            } catch (IOException e) {
                throw new DmuException(
                        "cannot unpack " + path + " after " + length + " bytes: " + e.getMessage()
                                + ". It is truncated, damaged or no gzip file; get it again",
                        e);
            }
        }

        @Override
        public byte[] read(long position, long count, String what) {
            if (position < 0 || count < 0 || position > length || count > length - position) {
                throw new DmuException(path + " has " + length + " bytes, unpacked, but " + what + " needs " + count
                        + " from byte " + position + " on: it is truncated or damaged; get it again");
            }
            byte[] target = new byte[Math.toIntExact(count)];
            int done = 0;
            while (done < target.length) {
                byte[] block = blocks.get((int) ((position + done) / BLOCK));
                int from = (int) ((position + done) % BLOCK);
                int part = Math.min(target.length - done, block.length - from);
                System.arraycopy(block, from, target, done, part);
                done += part;
            }
            return target;
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
