// Resident memory over a long training: a small net on random pixels, the library's own loop. A leak of one array a step shows.
//
//   ./dmu run bench/memory.jsh [STEPS]          (20,000 by default; prints every 1,000; Linux only)

import io.github.dmu4j.train.*;
import ai.djl.Device;

int steps = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;

double residentMegabytes() throws IOException {
    String line = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmRSS")).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
}

var data = Datasets.glyphs(GlyphSettings.frozen().withClasses(20)).split(extendedClass(0.5), 7);
var images = data.oldTraining().subset(IntStream.range(0, 64).toArray());
int epochs = (steps + 3) / 4; // four batches of 16 an epoch
var settings = TrainingSettings.DEFAULTS.withEpochs(epochs).withBatchSize(16).withLearningRate(0.01).withValidateEvery(0);

System.out.println("   step  resident MB");
ModelTraining.train(new TrainingTask("memory", resNet10(16).widths(8, 8, 8), independent(), images, ClassIndex.of(images.labels()),
    Optional.empty(), settings, 7, DeviceGroup.of(Device.cpu()), CheckpointSink.NONE, ValidationProbe.NONE, event -> {
        if (event instanceof UpgradeEvent.StepCompleted step && (step.step() == 1 || step.step() % 1_000 == 0)) {
            try {
                System.out.println(String.format(Locale.ROOT, "%7d  %11.1f", step.step(), residentMegabytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }, Cancellation.NEVER));
