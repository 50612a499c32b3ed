package io.github.dmu4j.data;

/** Texts for JShell and notebooks. */
final class Summaries {
    private Summaries() {}

    /** Name, counts and the next step. */
    static String of(ImageDataset dataset) {
        LabeledImages images = dataset.images();
        return dataset.name() + System.lineSeparator()
                + images.size() + " images of " + images.classNames().size() + " classes"
                + System.lineSeparator()
                + "next: .split(extendedClass(0.3), 7), or .contactSheet(10, 10)";
    }
}
