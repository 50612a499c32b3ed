package io.github.dmu4j.tests.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's badge: the project's address, a notebook that exists, in a client that Binder's environment has. */
class BinderBadgeTest {
    private static final Pattern BADGE = Pattern.compile(
            "\\[!\\[Binder]\\([^)]+\\)]\\((https://mybinder\\.org/v2/gh/([^)]+)/HEAD\\?urlpath=lab/tree/([^)]+))\\)");
    private static final Pattern PROJECT = Pattern.compile("<url>https://github\\.com/([^<]+)</url>");

    @Test
    void badgeOpensTheFirstTutorialOfThisProjectInJupyterLab() throws Exception {
        Matcher badge = BADGE.matcher(Files.readString(Python.ROOT.resolve("README.md")));
        Matcher project = PROJECT.matcher(Files.readString(Python.ROOT.resolve("pom.xml")));

        assertThat(badge.find()).isTrue();
        assertThat(project.find()).isTrue();
        assertThat(URI.create(badge.group(1))).isNotNull();
        assertThat(badge.group(2)).isEqualTo(project.group(1));
        assertThat(Python.ROOT.resolve(badge.group(3))).isRegularFile();
        assertThat(Files.readString(Python.ROOT.resolve("binder/environment.yml")))
                .contains("- jupyterlab=");
    }
}
