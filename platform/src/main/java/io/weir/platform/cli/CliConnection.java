package io.weir.platform.cli;

import io.weir.platform.cli.wire.Frame;
import io.weir.platform.cli.wire.FrameChannel;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: a thread that reads its requests and hands them to main, and one that writes what main answers. */
final class CliConnection {

    private static final Logger LOG = LoggerFactory.getLogger(CliConnection.class);
    private static final int MAX_CHOICES = 4096;
    private static final long MAX_QUEUED_BYTES = 64L << 20;

    private final FrameChannel channel;
    private final Interpreter interpreter;
    private final Executor main;
    private final String hostVersion;
    private final OutputQueue queue = new OutputQueue(MAX_QUEUED_BYTES);
    private ConnectionSession session;
    private volatile boolean busy;

    CliConnection(
            final FrameChannel channel, final Interpreter interpreter, final Executor main, final String hostVersion) {
        this.channel = channel;
        this.interpreter = interpreter;
        this.main = main;
        this.hostVersion = hostVersion;
    }

    /** Reads requests until the client goes. The reader's thread. */
    void readAll() {
        try {
            final Frame hello = channel.read();
            if (hello == null || !greet(hello)) {
                return;
            }
            for (Frame frame = channel.read(); frame != null; frame = channel.read()) {
                if (!request(frame)) {
                    return;
                }
            }
        } catch (final IOException | RuntimeException e) {
            LOG.debug("a client's connection broke", e);
        } finally {
            if (session != null) {
                session.cancelled(true);
            }
            queue.end();
        }
    }

    /** Writes answers until the reader has ended. The writer's thread. */
    void writeAll() {
        try (channel) {
            for (Frame frame = queue.take(); frame != null; frame = queue.take()) {
                channel.write(frame);
            }
        } catch (final IOException e) {
            LOG.debug("a client went while it was answered", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        queue.end();
        try {
            channel.close();
        } catch (final IOException e) {
            LOG.debug("closing a client's connection", e);
        }
    }

    private boolean greet(final Frame hello) throws IOException {
        final DataInputStream in = hello.in();
        if (hello.type() != Frame.HELLO || in.readInt() != Frame.MAGIC) {
            return bye("this is the command socket of a Weir host, which speaks another protocol");
        }
        final int version = in.readByte();
        if (version != Frame.VERSION) {
            return bye("client speaks version " + version + ", this host speaks version " + Frame.VERSION);
        }
        final int width = in.readUnsignedShort();
        final Path directory = Path.of(in.readUTF());
        session = new ConnectionSession(queue, directory.toAbsolutePath(), width);
        queue.control(Frame.of(Frame.WELCOME, out -> {
            out.writeByte(Frame.VERSION);
            out.writeUTF(hostVersion);
        }));
        return true;
    }

    private boolean request(final Frame frame) throws IOException {
        if (frame.type() == Frame.CANCEL) {
            session.cancelled(true);
            return true;
        }
        if (busy) {
            return bye("a request came before the last one was answered");
        }
        switch (frame.type()) {
            case Frame.EXEC -> {
                session.cancelled(false);
                onMain(() -> execute(frame.text(0)));
            }
            case Frame.COMPLETE, Frame.HELP -> {
                final int cursor = frame.in().readInt();
                final String line = frame.text(Integer.BYTES);
                final boolean help = frame.type() == Frame.HELP;
                onMain(() -> choices(line, cursor, help));
            }
            default -> {
                return bye("unknown request " + frame.type());
            }
        }
        return true;
    }

    private void onMain(final Runnable request) {
        busy = true;
        try {
            main.execute(request);
        } catch (final RejectedExecutionException e) {
            done(Outcome.refused("the host is stopping"));
        }
    }

    private void execute(final String line) {
        Outcome outcome = Outcome.refused("the host failed, its log has more");
        try {
            outcome = session.cancelled() ? Outcome.refused("interrupted") : interpreter.execute(line, session);
            session.flush();
        } finally {
            done(outcome);
        }
    }

    private void done(final Outcome outcome) {
        final long dropped = queue.takeDropped();
        final Outcome told = dropped == 0 || !outcome.isDone()
                ? outcome
                : Outcome.refused(dropped + " bytes of output were dropped, they were not read in time");
        answer(Frame.of(Frame.DONE, out -> {
            out.writeByte(told.status());
            out.write(Frame.ofText(Frame.DONE, told.sentence()).in().readAllBytes());
        }));
    }

    private void choices(final String line, final int cursor, final boolean help) {
        Frame frame = new Frame(Frame.CHOICES, new byte[Short.BYTES]);
        try {
            final List<Completion> all = help ? interpreter.help(line, cursor) : interpreter.complete(line, cursor);
            frame = choices(all.subList(0, Math.min(all.size(), MAX_CHOICES)));
        } catch (final RuntimeException e) {
            LOG.error("cannot complete `{}'", line, e);
        } finally {
            answer(frame);
        }
    }

    private static Frame choices(final List<Completion> choices) {
        return Frame.of(Frame.CHOICES, out -> {
            out.writeShort(choices.size());
            for (final Completion each : choices) {
                out.writeUTF(each.word());
                out.writeUTF(each.help());
            }
        });
    }

    private void answer(final Frame frame) {
        busy = false;
        queue.control(frame);
    }

    private boolean bye(final String sentence) {
        queue.control(Frame.ofText(Frame.BYE, sentence));
        return false;
    }
}
