/**
 * The Jupyter wire protocol: connection file, five ZeroMQ channels over TCP or Unix sockets, signed messages.
 *
 * <p>Lowest layer of the kernel. Must not import evaluation, display or anything else of the kernel, nor the DSL. Read
 * {@link io.github.dmu4j.jupyter.wire.Wire} first.
 */
@NullMarked
package io.github.dmu4j.jupyter.wire;

import org.jspecify.annotations.NullMarked;
