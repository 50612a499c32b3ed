package io.github.dmu4j.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What pil_jpeg.py wrote: JPEG files, and what Pillow and torchvision make of them. */
public final class PillowPhotos {
    private PillowPhotos() {}

    /** A file with the pixels that Pillow decodes, row by row, channels interleaved. */
    @SuppressWarnings("ArrayRecordComponent") // test data
    public record Photo(String name, byte[] jpeg, int width, int height, byte[] pixels) {
        public int channels() {
            return pixels.length / (width * height);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A resized crop of a photo. */
    @SuppressWarnings("ArrayRecordComponent") // test data
    record Crop(Photo photo, CropBox box, int size, boolean mirrored, byte[] pixels) {
        @Override
        public String toString() {
            return box + " of " + photo + " to " + size;
        }
    }

    /** Files that are read. */
    public static List<Photo> photos() {
        return each("files")
                .map(one -> new Photo(
                        one.get("name").asText(),
                        bytes(one.get("jpeg")),
                        one.get("width").asInt(),
                        one.get("height").asInt(),
                        bytes(one.get("pixels"))))
                .toList();
    }

    public static Photo photo(String name) {
        return photos().stream()
                .filter(photo -> photo.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A file of a kind that is left to the JDK's reader. */
    public static byte[] other(String kind) {
        return each("others")
                .filter(one -> one.get("name").asText().equals(kind))
                .map(one -> bytes(one.get("jpeg")))
                .findFirst()
                .orElseThrow();
    }

    static List<Crop> crops() {
        return each("crops")
                .map(one -> {
                    JsonNode box = one.get("box");
                    return new Crop(
                            photo(one.get("file").asText()),
                            new CropBox(
                                    box.get(0).asInt(),
                                    box.get(1).asInt(),
                                    box.get(2).asInt(),
                                    box.get(3).asInt()),
                            one.get("size").asInt(),
                            one.get("mirrored").asBoolean(),
                            bytes(one.get("pixels")));
                })
                .toList();
    }

    private static Stream<JsonNode> each(String part) {
        try (InputStream in = PillowPhotos.class.getResourceAsStream("pil-jpeg.json")) {
            return StreamSupport.stream(Json.mapper().readTree(in).get(part).spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asText());
    }
}
