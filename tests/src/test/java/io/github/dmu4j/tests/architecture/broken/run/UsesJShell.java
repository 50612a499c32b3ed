package io.github.dmu4j.tests.architecture.broken.run;

import jdk.jshell.JShell;

final class UsesJShell {
    JShell forbidden;
}
