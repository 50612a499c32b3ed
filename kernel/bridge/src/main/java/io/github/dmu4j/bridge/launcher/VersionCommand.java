package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.bridge.Versions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./dmu version}. */
@Command(name = "version", description = "Print the versions.")
final class VersionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    VersionCommand() {}

    @Override
    public void run() {
        spec.commandLine().getOut().println(text(Versions.current()));
    }

    static String text(Versions versions) {
        return "dmu4j " + versions.dmu4j() + ", DJL " + versions.djl() + ", libtorch " + versions.libtorch() + ", Java "
                + Runtime.version();
    }
}
