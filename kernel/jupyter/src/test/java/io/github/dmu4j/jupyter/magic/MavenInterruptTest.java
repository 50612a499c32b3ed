package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transfer.TransferListener;
import org.eclipse.aether.transfer.TransferResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt while {@code %maven} waits for a repository. */
@Timeout(60)
class MavenInterruptTest {
    @TempDir
    static Path folder;

    private static MagicFixture session;

    @BeforeAll
    static void open() throws Exception {
        Path settings = Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>disk</id><mirrorOf>central</mirrorOf><url>"
                        + Files.createDirectories(folder.resolve("central")).toUri()
                        + "</url></mirror></mirrors></settings>");
        session = new MagicFixture(maven ->
                maven.withLocalRepositoryOverride(folder.resolve("local")).withUserSettingsXmlOverride(settings));
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void repositoryThatNeverAnswersIsLeftAndNoOtherIsAsked() throws Exception {
        try (StallingRepository silent = new StallingRepository(".pom", session.evaluator::interrupt);
                StallingRepository next = new StallingRepository(".jar", () -> {})) {
            CellOutcome outcome =
                    session.run("%maven x:never:1 --repo " + silent.address() + " --repo " + next.address());

            assertThat(outcome).isInstanceOf(CellOutcome.Interrupted.class);
            assertThat(silent.leftBy().get(20, TimeUnit.SECONDS)).endsWith("never-1.pom");
            assertThat(silent.requests()).hasSize(1);
            assertThat(next.requests()).isEmpty();
            assertThat(isResolving()).isFalse();
        }
        assertThat(session.value("1 + 1")).isEqualTo(2);
    }

    @Test
    void jarThatStopsHalfwayIsLeftAndNoPartOfItKept() throws Exception {
        try (StallingRepository stalling = new StallingRepository(".jar", session.evaluator::interrupt)) {
            CellOutcome outcome = session.run("%maven x:half:1 --repo " + stalling.address());

            assertThat(outcome).isInstanceOf(CellOutcome.Interrupted.class);
            assertThat(stalling.leftBy().get(20, TimeUnit.SECONDS)).endsWith("half-1.jar");
            assertThat(isResolving()).isFalse();
            assertThat(session.printed()).isEqualTo("resolving x:half:1" + System.lineSeparator());
        }
        try (Stream<Path> kept = Files.list(folder.resolve("local/x/half/1"))) {
            assertThat(kept.map(file -> file.getFileName().toString()))
                    .contains("half-1.pom")
                    .noneMatch(name -> name.contains(".jar") && !name.endsWith(".lastUpdated"));
        }
    }

    @Test
    void whatIsClosedFetchesNothingMore() throws Exception {
        AtomicBoolean connectionsClosed = new AtomicBoolean();
        DefaultRepositorySystemSession watched = new DefaultRepositorySystemSession();
        Downloads downloads = new Downloads(line -> {});
        downloads.watch(watched);
        watched.getCache().put(watched, "connections", (Closeable) () -> connectionsClosed.set(true));
        TransferListener listener = watched.getTransferListener();
        TransferEvent event = event(watched);
        listener.transferInitiated(event);
        listener.transferProgressed(event);

        downloads.close();

        assertThat(connectionsClosed).isTrue();
        assertThatThrownBy(() -> listener.transferInitiated(event)).isInstanceOf(TransferCancelledException.class);
        assertThatThrownBy(() -> listener.transferProgressed(event)).isInstanceOf(TransferCancelledException.class);
    }

    private static TransferEvent event(RepositorySystemSession session) throws IOException {
        Path file = Files.createTempFile(folder, "a", ".jar");
        TransferResource jar =
                new TransferResource("central", "https://repo.example.org/", "a.jar", file.toFile(), null);
        return new TransferEvent.Builder(session, jar).build();
    }

    private static boolean isResolving() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("maven"));
    }
}
