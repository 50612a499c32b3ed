package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where a collection of images came from: which reader opens it, and from what. Plain values, so that a run can write them down and
 * the reader can open the same collection again.
 *
 * @param reader the {@link ImageReader#name} of the reader
 * @param arguments by name; paths are absolute
 */
public record ImageOrigin(String reader, Map<String, String> arguments) {
    public ImageOrigin {
        arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
    }

    /** What this reader opens, without arguments so far. */
    public static ImageOrigin of(String reader) {
        return new ImageOrigin(reader, Map.of());
    }

    /** This with one more argument. */
    public ImageOrigin with(String name, String value) {
        Map<String, String> more = new TreeMap<>(arguments);
        more.put(name, value);
        return new ImageOrigin(reader, more);
    }

    /** This with a path, made absolute, as one more argument. */
    public ImageOrigin with(String name, Path path) {
        return with(name, path.toAbsolutePath().normalize().toString());
    }

    /** Whether there is such an argument. */
    public boolean has(String name) {
        return arguments.containsKey(name);
    }

    /** An argument. @throws DmuException if there is none */
    public String text(String name) {
        String value = arguments.get(name);
        if (value == null) {
            throw new DmuException("images of the reader " + reader + " are recorded without \"" + name
                    + "\", found are " + arguments + ": the record was changed; put the right one back");
        }
        return value;
    }

    /** An argument that is a path. @throws DmuException if there is none, or it is no path on this system */
    public Path path(String name) {
        try {
            return Path.of(text(name));
        } catch (InvalidPathException e) {
            throw new DmuException(
                    "images of the reader " + reader + " are recorded with the path \"" + text(name)
                            + "\", which is none on this system: pass the images yourself",
                    e);
        }
    }

    /**
     * Opens the collection again.
     *
     * @throws DmuException if no reader has this name, listing those that there are, or if its files are gone or changed beyond use
     */
    public LabeledImages open() {
        TreeSet<String> known = new TreeSet<>();
        for (ImageReader candidate : ServiceLoader.load(ImageReader.class)) {
            if (candidate.name().equals(reader)) {
                return candidate.open(this);
            }
            known.add(candidate.name());
        }
        throw new DmuException("no reader of images is called " + reader + "; known are " + String.join(", ", known)
                + ": put the library that has it on the class path, or pass the images yourself");
    }

    /** The refusal of a reader that has several sets and none of this name. */
    public DmuException unknown(String name) {
        return new DmuException(
                "the reader " + reader + " opens no " + name + " \"" + text(name)
                        + "\": the record was changed, or written by a newer version; update dmu4j, or pass the images yourself");
    }
}
