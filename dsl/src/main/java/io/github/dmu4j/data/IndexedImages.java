package io.github.dmu4j.data;

import java.util.List;
import java.util.function.IntFunction;

/** Images described by arrays in memory, with a function that decodes one. */
@SuppressWarnings("ArrayRecordComponent") // compared by identity
record IndexedImages(
        String name,
        List<String> ids,
        int[] labelArray,
        List<String> classNames,
        IntFunction<PixelImage> decoder,
        Preprocessing preprocessing,
        Augmentation augmentation,
        boolean synthetic)
        implements LabeledImages {
    IndexedImages {
        ids = List.copyOf(ids);
        classNames = List.copyOf(classNames);
        if (ids.size() != labelArray.length) {
            throw new IllegalArgumentException(ids.size() + " identifiers but " + labelArray.length + " labels");
        }
    }

    @Override
    public int size() {
        return labelArray.length;
    }

    @Override
    public String id(int index) {
        return ids.get(index);
    }

    @Override
    public int label(int index) {
        return labelArray[index];
    }

    @Override
    public PixelImage image(int index) {
        return decoder.apply(index);
    }

    @Override
    public String toString() {
        return ImagesText.of(this);
    }
}
