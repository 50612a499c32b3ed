package io.github.dmu4j.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.github.dmu4j.base.DmuException;
import java.util.Locale;

/** Where the arithmetic happens. */
public final class Devices {
    /** The environment variable that overrides the default: {@code cpu}, {@code gpu}, {@code gpu:1}, or a {@link DeviceGroup}. */
    public static final String VARIABLE = "DMU_DEVICE";

    private Devices() {}

    /**
     * The default device: what {@value #VARIABLE} says, the first if it says several, else the first GPU if the engine can use
     * one, else the CPU.
     *
     * @throws DmuException if the variable is not understood, or names a GPU that is not there
     */
    public static Device preferred() {
        return DeviceGroup.preferred().first();
    }

    /**
     * How many GPUs the native library can use: none if it is the CPU build, whatever the machine has. Tried once, with one number
     * on the first of them.
     */
    public static int gpus() {
        return Gpus.COUNT;
    }

    /** {@code device} as text, as {@link #VARIABLE} may have it and {@link #recorded} reads it. */
    public static String text(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    /** The device of an earlier run, by its {@link #text}; the default device on a machine that has none such. */
    public static Device recorded(String text) {
        try {
            return parse(text, gpus());
        } catch (DmuException e) {
            return preferred();
        }
    }

    /**
     * The device that a user named.
     *
     * @param text {@code cpu}, {@code gpu} or {@code gpu:N}, in any case
     * @throws DmuException if it is not understood, or names a GPU that is not there
     */
    public static Device named(String text) {
        return parse(text, NativeEngine.require().getGpuCount());
    }

    /**
     * A device from text.
     *
     * @param text {@code cpu}, {@code gpu} or {@code gpu:N}, in any case
     * @param gpus how many GPUs the engine can use
     */
    static Device parse(String text, int gpus) {
        String wish = text.strip().toLowerCase(Locale.ROOT);
        if (wish.equals("cpu")) {
            return Device.cpu();
        }
        if (wish.equals("gpu") || wish.matches("gpu:[0-9]{1,3}")) {
            int index = wish.equals("gpu") ? 0 : Integer.parseInt(wish.substring(4));
            if (index >= gpus) {
                throw new DmuException("device " + wish + " was asked for, but the engine can use " + gpus
                        + " GPU(s): choose cpu, or install the CUDA build of libtorch " + NativeEngine.REQUIRED_VERSION
                        + " (./dmu cuda; ./dmu doctor says what was found)");
            }
            return Device.gpu(index);
        }
        throw new DmuException("device \"" + text + "\" is not known: allowed are cpu, gpu and gpu:N");
    }

    private static final class Gpus {
        static final int COUNT = count(NativeEngine.require());

        private static int count(Engine engine) {
            int present = engine.getGpuCount();
            if (present == 0) {
                return 0;
            }
            try (NDManager manager = engine.newBaseManager(Device.gpu())) {
                return manager.create(1f).getFloat() == 1f ? present : 0;
            } catch (RuntimeException cpuBuildOrUnfitDriver) {
                return 0;
            }
        }
    }
}
