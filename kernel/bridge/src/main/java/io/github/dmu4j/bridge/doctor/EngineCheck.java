package io.github.dmu4j.bridge.doctor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.github.dmu4j.bridge.Versions;
import io.github.dmu4j.model.Devices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Loads the native library, computes one sum with it, and looks for a GPU. */
final class EngineCheck {
    private static final String LIBRARY = "native library";
    private static final String DEVICE = "device";

    private EngineCheck() {}

    static List<Finding> run(Versions versions, boolean load) {
        if (!load) {
            return List.of(
                    Finding.skipped(LIBRARY, "not loaded, as asked"), Finding.skipped(DEVICE, "needs the library"));
        }
        try {
            Engine engine = Engine.getEngine("PyTorch");
            Finding library = library(engine.getVersion(), versions, onePlusTwo(engine));
            return List.of(library, device(Devices.gpus(), JniUtils.getNumThreads(), hasNvidiaDevice(), isCudaBuild()));
        } catch (Throwable e) { // a missing or unfitting library shows as many kinds of Error
            return List.of(notLoaded(e, versions), Finding.skipped(DEVICE, "needs the library"));
        }
    }

    private static float onePlusTwo(Engine engine) {
        try (NDManager manager = engine.newBaseManager()) {
            return manager.create(new float[] {1, 2}).sum().getFloat();
        }
    }

    static Finding library(String version, Versions versions, float onePlusTwo) {
        String found = "libtorch " + version + " (DJL " + versions.djl() + ")"
                + Optional.ofNullable(System.getenv("PYTORCH_LIBRARY_PATH"))
                        .map(folder -> ", from " + folder)
                        .orElse("");
        if (!version.equals(versions.libtorch())) {
            return Finding.fail(
                    LIBRARY,
                    found + " where " + versions.libtorch() + " is needed",
                    "unset DMU_LIBTORCH, PYTORCH_VERSION and PYTORCH_LIBRARY_PATH to use the bundled library, or point"
                            + " DMU_LIBTORCH to libtorch " + versions.libtorch());
        }
        if (onePlusTwo != 3) {
            return Finding.fail(LIBRARY, found + " computes 1 + 2 = " + onePlusTwo, "delete ~/.djl.ai and try again");
        }
        return Finding.ok(LIBRARY, found);
    }

    static Finding notLoaded(Throwable why, Versions versions) {
        StringBuilder found = new StringBuilder("cannot be loaded: " + why);
        for (Throwable cause = why.getCause(); cause != null; cause = cause.getCause()) {
            found.append("; because of ").append(cause);
        }
        return Finding.fail(
                LIBRARY,
                found.toString(),
                "see platform and library cache above; unset DMU_LIBTORCH, PYTORCH_VERSION, PYTORCH_LIBRARY_PATH and"
                        + " PYTORCH_FLAVOR, or point DMU_LIBTORCH to libtorch " + versions.libtorch()
                        + "; if a broken copy was unpacked, delete ~/.djl.ai/pytorch; if it is a CUDA build, a library"
                        + " of CUDA may be missing: ./dmu cuda brings all of them");
    }

    static Finding device(int gpus, int threads, boolean nvidiaDevice, boolean cudaBuild) {
        String cpu = "CPU with " + threads + (threads == 1 ? " thread" : " threads");
        if (gpus > 0) {
            return Finding.ok(DEVICE, gpus + (gpus == 1 ? " GPU, " : " GPUs, ") + cpu);
        }
        if (!nvidiaDevice) {
            return Finding.ok(DEVICE, cpu + "; no NVIDIA GPU");
        }
        return cudaBuild
                ? Finding.warn(
                        DEVICE,
                        cpu + "; the CUDA build finds no GPU it can use, though there is a device of NVIDIA's",
                        "nvidia-smi should show the GPU and CUDA 12.8 or later (driver 570 or later); CUDA_VISIBLE_DEVICES"
                                + " must not hide it, and a container must be started with it")
                : Finding.warn(
                        DEVICE,
                        cpu + "; the NVIDIA GPU is not used: the library is the CPU build",
                        "./dmu cuda gets the CUDA build");
    }

    private static boolean isCudaBuild() {
        return System.getenv().getOrDefault("PYTORCH_FLAVOR", "cpu").startsWith("cu");
    }

    private static boolean hasNvidiaDevice() {
        return Files.exists(Path.of("/dev/nvidia0"));
    }
}
