package io.github.dmu4j.method;

import java.util.Optional;

/** Where the training loop puts its checkpoints. The loop knows no files; the run floor provides one that does. */
public interface CheckpointSink {
    /** Keeps nothing. */
    CheckpointSink NONE = new CheckpointSink() {
        @Override
        public void save(Checkpoint checkpoint) {}

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

    /** Keeps this checkpoint; when it returns, a crash no longer loses it. */
    void save(Checkpoint checkpoint);

    /** The newest whole checkpoint, if there is one. */
    Optional<Checkpoint> latest();

    /** What to call to go on from the last checkpoint. */
    String resumeHint();
}
