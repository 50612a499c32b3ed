package io.github.dmu4j.data.small;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.StreamedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Small public sets of images in their own binary forms. Pixels stay in the file and are read on demand; only labels are in
 * memory. Nothing is downloaded.
 */
public final class SmallImages {
    private static final int TRAINING = 50_000;
    private static final int TEST = 10_000;

    private SmallImages() {}

    /**
     * CIFAR-10, "binary version": {@code data_batch_1.bin} to {@code data_batch_5.bin} (as many as there are), {@code
     * test_batch.bin}, and class names from {@code batches.meta.txt} if it is there. 32 x 32 RGB.
     *
     * @throws DmuException if files are missing, are no whole number of records of 3073 bytes, or hold labels above 9
     */
    public static TrainingAndTest cifar10(Path folder) {
        List<Path> batches = new ArrayList<>();
        for (int i = 1; Files.exists(folder.resolve("data_batch_" + i + ".bin")); i++) {
            batches.add(folder.resolve("data_batch_" + i + ".bin"));
        }
        if (batches.isEmpty()) {
            throw new DmuException("no file data_batch_1.bin in " + folder
                    + ": needed is the binary version of CIFAR-10, unpacked (cifar-10-batches-bin)");
        }
        Cifar form = new Cifar("CIFAR-10", 1, 0, Cifar.names(folder.resolve("batches.meta.txt"), 10));
        return SmallImagesReader.openedFrom(
                "cifar10",
                folder,
                new TrainingAndTest(
                        form.open("training", batches, TRAINING),
                        form.open("test", List.of(folder.resolve("test_batch.bin")), TEST)));
    }

    /**
     * CIFAR-100, "binary version", with its 100 fine classes: {@code train.bin}, {@code test.bin}, and names from {@code
     * fine_label_names.txt} if it is there.
     *
     * @throws DmuException if files are missing, are no whole number of records of 3074 bytes, or hold labels above 99
     */
    public static TrainingAndTest cifar100(Path folder) {
        return cifar100(
                "cifar100",
                folder,
                new Cifar("CIFAR-100", 2, 1, Cifar.names(folder.resolve("fine_label_names.txt"), 100)));
    }

    /** CIFAR-100 with its 20 coarse classes; names from {@code coarse_label_names.txt}. As {@link #cifar100}. */
    public static TrainingAndTest cifar100Coarse(Path folder) {
        return cifar100(
                "cifar100Coarse",
                folder,
                new Cifar("CIFAR-100 (coarse)", 2, 0, Cifar.names(folder.resolve("coarse_label_names.txt"), 20)));
    }

    private static TrainingAndTest cifar100(String set, Path folder, Cifar form) {
        return SmallImagesReader.openedFrom(
                set,
                folder,
                new TrainingAndTest(
                        form.open("training", List.of(folder.resolve("train.bin")), TRAINING),
                        form.open("test", List.of(folder.resolve("test.bin")), TEST)));
    }

    /**
     * Grey images and their labels in two IDX files, as MNIST, Fashion-MNIST, KMNIST and EMNIST come. A file whose name ends in
     * .gz is unpacked into memory; unpack it yourself if it is larger than half of the heap. EMNIST's images are stored
     * transposed, and are given as stored.
     *
     * @param images three dimensions of unsigned bytes: images, rows, columns (magic number 0x00000803)
     * @param labels one dimension of unsigned bytes (magic number 0x00000801), as many as images
     * @throws DmuException if one is missing, truncated, too long, of another kind, or the two differ in number
     */
    public static StreamedImages idx(Path images, Path labels) {
        return Idx.open(String.valueOf(images.getFileName()), images, labels, "")
                .openedFrom(SmallImagesReader.idx(images, labels));
    }

    /**
     * A folder with the four files of MNIST or a set in its form: {@code train-images-idx3-ubyte}, {@code
     * train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}, each also with .gz, or with a
     * dot before {@code idx}.
     *
     * @throws DmuException as {@link #idx}
     */
    public static TrainingAndTest mnist(Path folder) {
        Path name =
                Objects.requireNonNullElse(folder.toAbsolutePath().normalize().getFileName(), folder);
        return SmallImagesReader.openedFrom(
                "mnist",
                folder,
                new TrainingAndTest(
                        Idx.open(
                                "training",
                                Idx.find(folder, "train-images", "idx3-ubyte"),
                                Idx.find(folder, "train-labels", "idx1-ubyte"),
                                name + " "),
                        Idx.open(
                                "test",
                                Idx.find(folder, "t10k-images", "idx3-ubyte"),
                                Idx.find(folder, "t10k-labels", "idx1-ubyte"),
                                name + " ")));
    }
}
