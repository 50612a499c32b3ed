package io.github.dmu4j.bridge.doctor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.github.dmu4j.bridge.Versions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
            return List.of(library, device(engine.getGpuCount(), JniUtils.getNumThreads(), hasNvidiaDevice()));
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
        String found = "libtorch " + version + " (DJL " + versions.djl() + ")";
        if (!version.equals(versions.libtorch())) {
            return Finding.fail(
                    LIBRARY,
                    found + " where " + versions.libtorch() + " is needed",
                    "unset PYTORCH_VERSION and PYTORCH_LIBRARY_PATH to use the bundled library, or point them to "
                            + "libtorch " + versions.libtorch());
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
                "see platform and library cache above; unset PYTORCH_VERSION, PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR,"
                        + " or point them to libtorch " + versions.libtorch()
                        + "; if a broken copy was unpacked, delete"
                        + " ~/.djl.ai/pytorch");
    }

    static Finding device(int gpus, int threads, boolean nvidiaDevice) {
        String cpu = "CPU with " + threads + (threads == 1 ? " thread" : " threads");
        if (gpus > 0) {
            return Finding.ok(DEVICE, gpus + (gpus == 1 ? " GPU, " : " GPUs, ") + cpu);
        }
        if (!nvidiaDevice) {
            return Finding.ok(DEVICE, cpu + "; no NVIDIA GPU");
        }
        return Finding.warn(
                DEVICE,
                cpu + "; the NVIDIA GPU is not used: the bundled library is the CPU build",
                "point PYTORCH_LIBRARY_PATH to the lib folder of torch 2.7.1+cu128, and set PYTORCH_VERSION=2.7.1 and"
                        + " PYTORCH_FLAVOR=cu128");
    }

    private static boolean hasNvidiaDevice() {
        return Files.exists(Path.of("/dev/nvidia0"));
    }
}
