package io.github.dmu4j.base;

import java.io.BufferedInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** NumPy's .npz files: a zip of named .npy arrays, compressed or not. */
public final class Npz {
    private Npz() {}

    /**
     * Reads all arrays, in the file's order.
     *
     * @throws DmuException if the file is missing, damaged, or holds an array that {@link Npy#read} refuses
     */
    public static Map<String, NpyArray> read(Path file) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.getName().endsWith(".npy")) {
                    continue;
                }
                String name = entry.getName().substring(0, entry.getName().length() - 4);
                try (InputStream in = new BufferedInputStream(zip.getInputStream(entry), 1 << 16)) {
                    arrays.put(name, Npy.read(in, entry.getSize(), file + "[" + name + "]"));
                }
            }
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
        return Collections.unmodifiableMap(arrays);
    }

    /**
     * Writes arrays in the map's order, uncompressed (vectors hardly compress), whole or not at all. Entries carry a fixed
     * date, so that equal arrays give equal bytes.
     */
    public static void write(Path file, Map<String, NpyArray> arrays) {
        AtomicFiles.write(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(keptOpen(out));
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
                ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                Npy.write(zip, array.getValue());
                zip.closeEntry();
            }
            zip.finish();
        });
    }

    /** The stream belongs to {@link AtomicFiles}, which still has to fsync it. */
    private static OutputStream keptOpen(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
