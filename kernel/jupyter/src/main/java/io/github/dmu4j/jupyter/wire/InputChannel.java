package io.github.dmu4j.jupyter.wire;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Stdin: asks a client for a line. A thread of its own touches the socket; who asks waits for a future, which can be
 * interrupted and cancelled. One question at a time; a reply that nobody waits for is dropped.
 */
final class InputChannel implements Runnable {
    /** How soon a cancelled question is noticed. */
    private static final int WAIT_MILLIS = 25;

    private record Question(Message request, CompletableFuture<String> answer) {}

    private final ZMQ.Socket socket;
    private final MessageCodec codec;
    private final WireLog log;
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private volatile boolean ended;

    InputChannel(ZMQ.Context context, MessageCodec codec, WireLog log) {
        socket = Sockets.open(context, SocketType.ROUTER);
        this.codec = codec;
        this.log = log;
    }

    ZMQ.Socket socket() {
        return socket;
    }

    /** The answer to an input_request; cancel it when nobody waits any more. */
    CompletableFuture<String> ask(Message request) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        questions.add(new Question(request, answer));
        return answer;
    }

    void end() {
        ended = true;
        CompletableFuture<String> nobody = new CompletableFuture<>();
        nobody.cancel(false);
        questions.add(new Question(
                codec.message(List.of(), "end", new JsonObject(), new JsonObject(), new JsonObject(), List.of()),
                nobody));
    }

    @Override
    public void run() {
        try (socket) {
            socket.setReceiveTimeOut(WAIT_MILLIS);
            while (!ended) {
                Question question = questions.take();
                if (!question.answer().isDone()) {
                    dropWhatWaits();
                    Sockets.send(socket, codec.encode(question.request()));
                    awaitAnswer(question);
                }
            }
        } catch (ZMQException e) {
            log.ended(e);
        } catch (InterruptedException e) {
            log.log("the input channel was interrupted", e);
        }
    }

    private void dropWhatWaits() {
        while (!Sockets.receive(socket, ZMQ.DONTWAIT).isEmpty()) {
            log.log("dropped an input_reply that nobody waits for", null);
        }
    }

    private void awaitAnswer(Question question) {
        while (!ended && !question.answer().isDone()) {
            List<byte[]> frames = Sockets.receive(socket, 0);
            if (frames.isEmpty()) {
                continue;
            }
            try {
                Message reply = codec.decode(frames);
                if (isAnswer(reply, question.request())) {
                    question.answer().complete(reply.text("value", ""));
                } else {
                    log.log("dropped a stale " + reply.type() + " on stdin", null);
                }
            } catch (MalformedMessageException e) {
                log.log("dropped a message on stdin: " + e.getMessage(), null);
            }
        }
    }

    /** Clients may leave out the parent header; if it is there, it tells which question was answered. */
    private static boolean isAnswer(Message reply, Message request) {
        return reply.type().equals("input_reply")
                && (!reply.parent().has("msg_id")
                        || reply.parent().get("msg_id").equals(request.header().get("msg_id")));
    }
}
