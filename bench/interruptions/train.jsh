// One training that can be interrupted at any time: 12,386 synthetic images, ten epochs; bench.py starts and stops it.
var images = Datasets.glyphs(GlyphSettings.frozen().withClasses(563).withSize(28)).images();
var model = EmbeddingModel.training(resNet10(64).widths(8, 16, 32), images)
        .epochs(Integer.parseInt(args[1]))
        .batchSize(128)
        .seed(5)
        .training(settings -> settings.withCheckpointSeconds(5))
        .savingTo(Path.of(args[0]))
        .train();
System.out.println("weights " + model.hash());
