package io.github.dmu4j.data.face;

import io.github.dmu4j.data.ImageOrigin;
import io.github.dmu4j.data.ImageReader;
import io.github.dmu4j.data.LabeledImages;
import java.nio.file.Path;

/** Opens RecordIO again for a run that is resumed. */
public final class FacesReader implements ImageReader {
    private static final String NAME = "recordIo";
    private static final String RECORDS = "records";

    static ImageOrigin origin(Path rec) {
        return ImageOrigin.of(NAME).with(RECORDS, rec);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LabeledImages open(ImageOrigin origin) {
        return Faces.recordIo(origin.path(RECORDS));
    }
}
