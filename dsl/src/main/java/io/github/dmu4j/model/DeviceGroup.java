package io.github.dmu4j.model;

import ai.djl.Device;
import io.github.dmu4j.base.DmuException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a training runs: one device, or several that share every step.
 *
 * @param members at least one; weights, loss and optimiser are on the first. The processor may stand here more than once, which
 *     saves no time and shows on any machine what several devices compute
 */
public record DeviceGroup(List<Device> members) {
    public DeviceGroup {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("no device; name at least one, for example Device.cpu()");
        }
    }

    /** Some devices, in this order. */
    public static DeviceGroup of(Device... members) {
        return new DeviceGroup(List.of(members));
    }

    /**
     * What {@link Devices#VARIABLE} says, else the first GPU if the engine can use one, else the CPU.
     *
     * @throws DmuException if the variable is not understood, or names a GPU that is not there
     */
    public static DeviceGroup preferred() {
        String wish = System.getenv(Devices.VARIABLE);
        if (wish == null || wish.isBlank()) {
            return of(Devices.gpus() > 0 ? Device.gpu() : Device.cpu());
        }
        return parse(wish, Devices.gpus());
    }

    /**
     * The devices that a user named.
     *
     * @param text as {@link #text} gives it
     * @throws DmuException if it is not understood, or names a GPU that is not there
     */
    public static DeviceGroup named(String text) {
        return parse(text, NativeEngine.require().getGpuCount());
    }

    /** The devices of an earlier run, by their {@link #text}; the preferred ones on a machine that lacks one of them. */
    public static DeviceGroup recorded(String text) {
        try {
            return parse(text, Devices.gpus());
        } catch (DmuException e) {
            return preferred();
        }
    }

    /**
     * Devices from text.
     *
     * @param text {@code cpu}, {@code gpu} or {@code gpu:N}, or several of them with commas between
     * @param gpus how many GPUs the engine can use
     * @throws DmuException if it is not understood, or names a GPU that is not there
     */
    static DeviceGroup parse(String text, int gpus) {
        return new DeviceGroup(Arrays.stream(text.split(",", -1))
                .map(name -> Devices.parse(name, gpus))
                .toList());
    }

    /** The device of the weights. */
    public Device first() {
        return members.get(0);
    }

    /** The devices that only help. */
    public List<Device> others() {
        return members.subList(1, members.size());
    }

    /** As {@link Devices#VARIABLE} may have it. */
    public String text() {
        return members.stream().map(Devices::text).collect(Collectors.joining(","));
    }

    /** For people: {@code cpu()}, or {@code gpu(0) + gpu(1)}. */
    @Override
    public String toString() {
        return members.stream().map(Device::toString).collect(Collectors.joining(" + "));
    }
}
