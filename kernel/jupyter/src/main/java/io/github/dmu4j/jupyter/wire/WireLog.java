package io.github.dmu4j.jupyter.wire;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQException;
import zmq.ZError;

/** Where the wire reports what it drops. */
@FunctionalInterface
public interface WireLog {
    /** Any thread; must not throw. */
    void log(String message, @Nullable Throwable cause);

    /** A channel has ended: as it should when the context ends, otherwise it is worth a line. */
    default void ended(ZMQException e) {
        if (e.getErrorCode() != ZError.ETERM && e.getErrorCode() != ZError.EINTR) {
            log("a channel has ended", e);
        }
    }
}
