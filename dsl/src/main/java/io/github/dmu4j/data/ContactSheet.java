package io.github.dmu4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Draws {@link LabeledImages#contactSheet}. */
final class ContactSheet {
    private static final int GAP = 2;
    private static final int MAX_TILE = 128;
    private static final byte PAPER = (byte) 170;

    private ContactSheet() {}

    static PixelImage of(LabeledImages images, int rows, int columns) {
        if (rows < 1 || columns < 1 || images.size() == 0) {
            throw new IllegalArgumentException("a contact sheet of " + rows + " x " + columns + " over " + images.size()
                    + " images; at least one of each is needed");
        }
        Map<Integer, List<Integer>> byClass = new TreeMap<>();
        for (int i = 0; i < images.size(); i++) {
            byClass.computeIfAbsent(images.label(i), k -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> classes = new ArrayList<>(byClass.values());
        int shown = Math.min(rows, classes.size());
        List<PixelImage> tiles = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int row = 0; row < shown; row++) {
            List<Integer> members = classes.get((int) ((long) row * classes.size() / shown));
            for (int column = 0; column < Math.min(columns, members.size()); column++) {
                tiles.add(images.image(members.get(column)));
                places.add(row * columns + column);
            }
        }
        return arrange(tiles, places, shown, columns);
    }

    /** The images in their order, {@code columns} a row. */
    static PixelImage grid(LabeledImages images, int columns) {
        if (columns < 1 || images.size() == 0) {
            throw new IllegalArgumentException("a grid of " + columns + " columns over " + images.size()
                    + " images; at least one of each is needed");
        }
        List<PixelImage> tiles =
                IntStream.range(0, images.size()).mapToObj(images::image).toList();
        List<Integer> places = IntStream.range(0, images.size()).boxed().toList();
        return arrange(tiles, places, (images.size() + columns - 1) / columns, columns);
    }

    private static PixelImage arrange(List<PixelImage> tiles, List<Integer> places, int rows, int columns) {
        int side = 1;
        int channels = 1;
        for (PixelImage tile : tiles) {
            side = Math.max(side, Math.min(MAX_TILE, Math.max(tile.width(), tile.height())));
            channels = Math.max(channels, tile.channels());
        }
        int width = columns * (side + GAP) + GAP;
        int height = rows * (side + GAP) + GAP;
        byte[] pixels = new byte[width * height * channels];
        Arrays.fill(pixels, PAPER);
        for (int i = 0; i < tiles.size(); i++) {
            int left = GAP + places.get(i) % columns * (side + GAP);
            int top = GAP + places.get(i) / columns * (side + GAP);
            paste(tiles.get(i), side, pixels, width, channels, left, top);
        }
        return new PixelImage(width, height, channels, pixels);
    }

    /** Scales a tile to fit a square, keeping its aspect ratio, and centres it. */
    private static void paste(PixelImage tile, int side, byte[] pixels, int width, int channels, int left, int top) {
        double scale = (double) side / Math.max(tile.width(), tile.height());
        int w = Math.max(1, (int) Math.round(tile.width() * scale));
        int h = Math.max(1, (int) Math.round(tile.height() * scale));
        float[] planes = Resampler.resample(
                PixelColumns.of(tile, CropBox::whole),
                Resampler.whole(tile.width(), w),
                Resampler.whole(tile.height(), h));
        int x0 = left + (side - w) / 2;
        int y0 = top + (side - h) / 2;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                for (int c = 0; c < channels; c++) {
                    int plane = tile.channels() == 1 ? 0 : c;
                    float value = planes[(plane * h + y) * w + x];
                    pixels[((y0 + y) * width + x0 + x) * channels + c] = (byte) Math.round(value);
                }
            }
        }
    }
}
