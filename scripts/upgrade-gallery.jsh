///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//REPOS mavenlocal,central
//DEPS io.github.dmu4j:dmu4j-kernel:0.1.0-SNAPSHOT
//
// Vectors alone: learn from a sample that both models have embedded, then move a stored gallery. No image, no label, no model.
//
//   ./dmu run scripts/upgrade-gallery.jsh --old sample-old.npy --new sample-new.npy --gallery stored.npy --out moved.npy
//   OMP_WAIT_POLICY=passive jbang scripts/upgrade-gallery.jsh ...     (after ./mvnw install -DskipTests; docs/guide.md, Scripts)
//
// The sample should be drawn from the gallery (docs/guide.md). The gallery is streamed, so it may be larger than memory;
// interrupted, the same command goes on where it stopped; the stored file is left as it is.

import static io.github.dmu4j.Upgrade.upgrade;

import io.github.dmu4j.Upgrades;
import io.github.dmu4j.VectorUpgrade;
import io.github.dmu4j.bridge.Progress;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.gallery.Gallery;
import java.nio.file.*;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "upgrade-gallery.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options implements Runnable {
    @Option(names = "--old", required = true, paramLabel = "NPY", description = "a sample's old vectors, one a row") Path old;
    @Option(names = "--new", required = true, paramLabel = "NPY", description = "its new vectors, in the same order") Path renewed;
    @Option(names = "--gallery", required = true, paramLabel = "NPY", description = "the stored old vectors") Path gallery;
    @Option(names = "--out", required = true, paramLabel = "NPY", description = "where the moved vectors go") Path out;
    @Option(names = "--module", paramLabel = "FOLDER", description = "keeps the trained upgrade module, and takes it from there if there is one") Path module;
    @Option(names = "--seed", defaultValue = "7", description = "of the training") long seed;
    boolean given;
    public void run() { given = true; } // not reached for --help or a wrong option
}
var options = new Options();
int status = new CommandLine(options).execute(args);
if (!options.given) {
    System.exit(status);
}
if (Upgrades.defaultListener() == UpgradeListener.NONE) { // under jbang; ./dmu run listens by itself
    Upgrades.listenWith(Progress.onStandardError());
}
Path folder = options.module != null ? options.module : options.out.resolveSibling(options.out.getFileName() + ".module");

VectorUpgrade moving;
if (Files.isDirectory(folder)) {
    moving = VectorUpgrade.load(folder);
} else {
    moving = upgrade().from(EmbeddingSet.npy(options.old)).to(EmbeddingSet.npy(options.renewed)).withForwardAdaptation().seed(options.seed).train();
    moving.save(folder);
}
System.out.println(moving);
System.out.println(moving.upgradeGallery(Gallery.npy(options.gallery)).save(options.out));
