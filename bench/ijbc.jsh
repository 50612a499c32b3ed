// IJB-C at its full size with made-up faces: 23,124 templates of 469,375 images, 15.7 million pairs. How long the 1:1 and the 1:N
// protocol take, and how much memory. The lists and the vectors (fp16: 0.5 GB) are written into a temporary folder first.
//
//   DMU_JVM_OPTS=-Xmx1g ./dmu run bench/ijbc.jsh [--type FLOAT32] [--share 0.01]     (--help says all)
//
// A vector is its subject's direction in a lot of noise, so that the accept rates are neither 0 nor 1. Images of a template lie far
// apart in the file, which is the slowest order to pool them in. The peak is that of the process, mapped pages of the file included.

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "./dmu run bench/ijbc.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options {
    @Option(names = "--share", defaultValue = "1", description = "of the images and the pairs; 0.01 tries the script") double share;
    @Option(names = "--dimension", defaultValue = "512") int dimension;
    @Option(names = "--type", defaultValue = "FLOAT16", description = "of the file of vectors: FLOAT16 or FLOAT32") FloatType type;
    @Option(names = "--folder", description = "where the temporary folder is made; default: the system's") Path folder;
}
var options = new Options();
if (CommandLine.printHelpIfRequested(new CommandLine(options).parseArgs(args))) {
    System.exit(0);
}

// Subjects 0..3530; template t is of subject t modulo 3531, the first 3531 are the two galleries, the 19,593 others are probes.
int subjects = 3531;
int firstGallery = 1772;
int templates = 23_124;
int images = (int) (469_375 * options.share);
int genuine = (int) (19_557 * options.share);
int impostors = (int) (15_638_932 * options.share);
if (images < templates) {
    images = templates;
}

var folder = options.folder == null ? Files.createTempDirectory("dmu-ijbc") : Files.createTempDirectory(options.folder, "dmu-ijbc");
long needed = (long) images * options.dimension * options.type.bytes() + 100L * images + 16L * (genuine + impostors);
long free = Files.getFileStore(folder).getUsableSpace();
if (free < needed + (1L << 30)) {
    System.out.printf("%,d MB are needed in %s and 1 GB beside, found %,d MB: give another folder with --folder%n", needed >> 20, folder, free >> 20);
    Files.delete(folder);
    System.exit(1);
}
var meta = Files.createDirectories(folder.resolve("meta"));
var vectors = folder.resolve("vectors.npy");
Runtime.getRuntime().addShutdownHook(new Thread(() -> {
    for (var file : new File[][] {meta.toFile().listFiles(), folder.toFile().listFiles(), {folder.toFile()}}) {
        Stream.of(file).forEach(File::delete);
    }
}));

void write(String name, IntFunction<String> line, int count) throws IOException {
    try (var out = Files.newBufferedWriter(meta.resolve("ijbc_" + name))) {
        for (int i = 0; i < count; i++) {
            out.write(line.apply(i));
            out.write('\n');
        }
    }
}

int template(int image) {
    return image % templates;
}

String pair(int number, SplittableRandom random) {
    if (number % (impostors / genuine + 1) == 0) {
        int probe = subjects + number / (impostors / genuine + 1) % (templates - subjects);
        return probe % subjects + " " + probe + " 1";
    }
    int gallery = random.nextInt(subjects);
    int probe = subjects + random.nextInt(templates - subjects);
    return gallery + " " + (probe % subjects == gallery ? probe - 1 : probe) + " 0";
}

void writeVectors() throws IOException {
    int d = options.dimension;
    float[][] centres = new float[subjects][];
    var random = new SplittableRandom(1);
    for (int s = 0; s < subjects; s++) {
        centres[s] = uniform(random, d, 1);
    }
    try (var writer = NpyRowWriter.create(vectors, d, options.type)) {
        for (int from = 0; from < images; from += 1024) {
            int rows = Math.min(1024, images - from);
            float[] block = uniform(random, rows * d, 10);
            for (int i = 0; i < block.length; i++) {
                block[i] += centres[template(from + i / d) % subjects][i % d];
            }
            writer.append(FloatMatrix.wrap(rows, d, block));
        }
        writer.finish();
    }
}

float[] uniform(SplittableRandom random, int count, float range) {
    float[] values = new float[count];
    for (int i = 0; i < count; i += 2) {
        long bits = random.nextLong();
        values[i] = (int) bits * 0x1p-31f * range;
        if (i + 1 < count) {
            values[i + 1] = (int) (bits >> 32) * 0x1p-31f * range;
        }
    }
    return values;
}

long start = System.nanoTime();
write("face_tid_mid.txt", i -> i + ".jpg " + template(i) + " " + i / templates / 4, images);
write("name_5pts_score.txt", i -> i + ".jpg 38.29 51.70 73.53 51.50 56.03 71.74 41.55 92.37 70.73 92.20 0.99", images);
var drawn = new SplittableRandom(2);
write("template_pair_label.txt", i -> pair(i, drawn), genuine + impostors);
String header = "TEMPLATE_ID,SUBJECT_ID";
write("1N_gallery_G1.csv", i -> i == 0 ? header : (i - 1) + "," + (i - 1), firstGallery + 1);
write("1N_gallery_G2.csv", i -> i == 0 ? header : (firstGallery + i - 1) + "," + (firstGallery + i - 1), subjects - firstGallery + 1);
write("1N_probe_mixed.csv", i -> i == 0 ? header : (subjects + i - 1) + "," + (subjects + i - 1) % subjects, templates - subjects + 1);
writeVectors();
System.out.printf(Locale.ROOT, "made in %.0f s: %,d MB of vectors (%s), %,d MB of pairs%n", (System.nanoTime() - start) / 1e9,
    Files.size(vectors) >> 20, options.type, Files.size(meta.resolve("ijbc_template_pair_label.txt")) >> 20);

// Linux only: elsewhere the peak is not known.
String peak() throws IOException {
    var status = Path.of("/proc/self/status");
    return Files.isReadable(status)
        ? Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM")).map(line -> line.replaceAll("\\D", "")).map(kb -> Long.parseLong(kb) / 1024 + " MB").findFirst().orElse("-")
        : "-";
}

<T> T timed(String what, java.util.concurrent.Callable<T> work) throws Exception {
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = process.getProcessCpuTime();
    long begin = System.nanoTime();
    T result = work.call();
    System.out.printf(Locale.ROOT, "%-34s %6.1f s, %6.1f s of processor, peak %s%n", what, (System.nanoTime() - begin) / 1e9, (process.getProcessCpuTime() - cpu) / 1e9, peak());
    return result;
}

System.out.printf("%d processors, heap up to %,d MB; peak before: %s%n", Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() >> 20, peak());
var set = timed("reading images and templates", () -> Faces.ijbC(folder));
var protocol = TemplateProtocol.of(set);
var rows = MappedNpy.open(vectors);
var verified = timed("1:1, reading the pairs included", () -> protocol.verify(rows, rows));
var identified = timed("1:N, both galleries", () -> protocol.identify(rows, rows));
System.out.println(set.summary());
System.out.println(verified);
System.out.println(identified);
