package io.github.dmu4j.method;

import java.util.Optional;

/** Where the training loop puts its checkpoints. The loop knows no files; the run floor provides one that does. */
public interface CheckpointSink {
    /** Keeps nothing: a training that is stopped has to start anew, and {@link #resumeHint} says so. */
    CheckpointSink NONE = new CheckpointSink() {
        @Override
        public Optional<String> save(Checkpoint checkpoint) {
            return Optional.empty();
        }

        @Override
        public Optional<Checkpoint> latest() {
            return Optional.empty();
        }

        @Override
        public String resumeHint() {
            return "the run had no folder to keep a checkpoint in, so its training starts anew next time; "
                    + "plan.savingTo(Path.of(\"runs/my-run\")) keeps one";
        }
    };

    /**
     * Keeps this checkpoint; when it returns, a crash no longer loses it.
     *
     * @return where it is now, for those who listen; empty if nothing was kept
     */
    Optional<String> save(Checkpoint checkpoint);

    /** The newest whole checkpoint, if there is one. */
    Optional<Checkpoint> latest();

    /** What to do to go on from the last checkpoint, as half a sentence after a colon. */
    String resumeHint();
}
