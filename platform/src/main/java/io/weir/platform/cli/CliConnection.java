package io.weir.platform.cli;

import io.weir.platform.cli.wire.Frame;
import io.weir.platform.cli.wire.FrameChannel;
import io.weir.platform.text.Printable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: a thread that reads its requests and hands them to main, and one that writes what main answers. */
final class CliConnection {

    private static final Logger LOG = LoggerFactory.getLogger(CliConnection.class);
    private static final int MAX_CHOICES = 4096;

    private final FrameChannel channel;
    private final RequestRunner runner;
    private final ByteBudget requests;
    private final OutputQueue queue;
    private ConnectionSession session;
    /** Bytes that the request is counted with that is being read. The reader only. */
    private long admitted;

    private volatile boolean busy;
    private volatile boolean greeted;
    private volatile boolean writing;
    private volatile long heardNs = System.nanoTime();

    CliConnection(final FrameChannel channel, final RequestRunner runner, final CliLimits limits) {
        this.channel = channel;
        this.runner = runner;
        this.requests = limits.requests();
        this.queue = new OutputQueue(CliLimits.MAX_WAITING_OUTPUT, limits.output());
    }

    /** Reads requests until the client goes. The reader's thread. */
    void readAll() {
        try {
            final Frame hello = channel.read(this::admit);
            if (hello == null || !greet(hello)) {
                return;
            }
            for (Frame frame = channel.read(this::admit); frame != null; frame = channel.read(this::admit)) {
                heardNs = System.nanoTime();
                if (!request(frame)) {
                    return;
                }
                dismiss();
            }
        } catch (final TooMuchException e) {
            bye(e.getMessage());
        } catch (final IOException | RuntimeException e) {
            LOG.debug("a client's connection broke", e);
        } finally {
            dismiss();
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
                writing = true;
                channel.write(frame);
                queue.written(frame);
                heardNs = System.nanoTime();
                writing = false;
            }
        } catch (final IOException e) {
            LOG.debug("a client went while it was answered", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            queue.forget();
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

    /** Ends a connection to which nothing is being written, with a word; the others without. */
    void giveWay(final String sentence) {
        if (writing) {
            close();
        } else {
            bye(sentence);
            queue.end();
        }
    }

    boolean isGreeted() {
        return greeted;
    }

    /** How long nothing has come from the client, nor was taken by it; 0 while a command runs that it waits for. */
    long silentNs(final long nowNs) {
        return busy && !writing ? 0 : nowNs - heardNs;
    }

    /** Whether it hasn't said who it is, or not gone on with a request that it has begun, for so long. */
    boolean isOverdue(final long nowNs, final long limitNs) {
        final long begunNs = channel.begunNs();
        return !greeted && nowNs - heardNs > limitNs || begunNs != 0 && nowNs - begunNs > limitNs;
    }

    /** Large requests are counted from their first byte to their answer: together they must fit on the heap. */
    private void admit(final int length) throws IOException {
        if (length > CliLimits.MAX_REQUEST) {
            throw new TooMuchException("a request of " + length + " bytes, allowed are " + CliLimits.MAX_REQUEST);
        }
        if (length > CliLimits.SMALL_REQUEST) {
            if (!requests.take(length)) {
                throw new TooMuchException("too many large requests are under way, try again");
            }
            admitted = length;
        }
    }

    /** A request that was counted did not come to its end, or was none that main answers. */
    private void dismiss() {
        requests.giveBack(admitted);
        admitted = 0;
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
        session = new ConnectionSession(queue, runner.time(), directory.toAbsolutePath(), width);
        greeted = true;
        queue.control(Frame.of(Frame.WELCOME, out -> {
            out.writeByte(Frame.VERSION);
            out.writeUTF(runner.hostVersion());
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
        final long bytes = admitted;
        try {
            runner.main().execute(() -> {
                try {
                    request.run();
                } finally {
                    requests.giveBack(bytes);
                }
            });
            admitted = 0;
        } catch (final RejectedExecutionException e) {
            done(Outcome.refused("the host is stopping"));
        }
    }

    private void execute(final String line) {
        Outcome outcome = Outcome.refused("the host failed, its log has more");
        try {
            session.begin();
            outcome = session.cancelled()
                    ? Outcome.refused("interrupted")
                    : runner.interpreter().execute(line, session);
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
            out.write(
                    Frame.ofText(Frame.DONE, Printable.of(told.sentence())).in().readAllBytes());
        }));
    }

    private void choices(final String line, final int cursor, final boolean help) {
        List<Completion> all = List.of();
        String file = null;
        try {
            all = help
                    ? runner.interpreter().help(line, cursor)
                    : runner.interpreter().complete(line, cursor);
            file = runner.interpreter().fileAt(line, cursor);
        } catch (final RuntimeException e) {
            LOG.error("cannot complete `{}'", line, e);
        } finally {
            if (file == null) {
                answer(choices(all));
            } else {
                withFiles(all, file);
            }
        }
    }

    /** Looks for files on a thread of its own, as main must not wait for a disk; the client waits. */
    private void withFiles(final List<Completion> others, final String typed) {
        Thread.ofPlatform().daemon().name("cli-files").start(() -> {
            final List<Completion> all = new ArrayList<>();
            try {
                FileNames.beginningWith(session.workingDirectory(), typed, MAX_CHOICES)
                        .forEach(name -> all.add(new Completion(name, "")));
            } finally {
                all.addAll(others);
                answer(choices(all));
            }
        });
    }

    private static Frame choices(final List<Completion> choices) {
        return Frame.of(Frame.CHOICES, out -> {
            final List<Completion> told = choices.subList(0, Math.min(choices.size(), MAX_CHOICES));
            out.writeShort(told.size());
            for (final Completion each : told) {
                out.writeUTF(Printable.of(each.word()).toString());
                out.writeUTF(Printable.of(each.help()).toString());
            }
        });
    }

    private void answer(final Frame frame) {
        busy = false;
        queue.control(frame);
    }

    /** A client asks for more than it may have. */
    private static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuchException(final String sentence) {
            super(sentence);
        }
    }

    private boolean bye(final String sentence) {
        queue.control(Frame.ofText(Frame.BYE, sentence));
        return false;
    }
}
