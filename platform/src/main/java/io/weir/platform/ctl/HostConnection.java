package io.weir.platform.ctl;

import io.weir.platform.cli.wire.Frame;
import io.weir.platform.cli.wire.FrameChannel;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A client's side of a connection to a host. One thread at a time, but {@link #cancel()} from any. */
final class HostConnection implements AutoCloseable {

    /**
     * What may follow in a line.
     *
     * @param word to type, empty if there is only a description
     * @param help what it is, may be empty
     */
    record Choice(String word, String help) {}

    /** Seconds of silence after which a host is given up, unless the user says otherwise. */
    static final int PATIENCE_S = 60;

    private static final int GREETING_S = 10;

    private final Path socket;
    private final FrameChannel channel;
    private final Silence silence;
    private final ReentrantLock writing = new ReentrantLock();
    private final String hostVersion;

    private HostConnection(
            final Path socket, final FrameChannel channel, final Silence silence, final String hostVersion) {
        this.socket = socket;
        this.channel = channel;
        this.silence = silence;
        this.hostVersion = hostVersion;
    }

    /**
     * Connects and greets.
     *
     * @param width of the terminal in columns, 0 if the output doesn't go to one
     * @param patienceS how many seconds of silence the host is given from here on, 0 for as long as it likes
     * @throws NoHostException if no host answers there
     */
    static HostConnection open(final Path socket, final int width, final int patienceS) throws NoHostException {
        FrameChannel channel = null;
        try {
            channel = new FrameChannel(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            final Silence silence = new Silence(channel);
            silence.limit(patienceS > 0 ? Math.min(patienceS, GREETING_S) : GREETING_S);
            final Frame welcome = greet(channel, silence, width);
            if (silence.broken()) {
                throw new NoHostException(silence.sentence(socket));
            }
            if (welcome == null || welcome.type() != Frame.WELCOME) {
                throw new NoHostException(
                        "the host at " + socket + " refused: " + (welcome == null ? "it hung up" : welcome.text(0)));
            }
            silence.limit(patienceS);
            final DataInputStream in = welcome.in();
            in.readByte();
            return new HostConnection(socket, channel, silence, in.readUTF());
        } catch (final NoHostException e) {
            closeQuietly(channel);
            throw e;
        } catch (final IOException | IllegalArgumentException e) {
            closeQuietly(channel);
            throw new NoHostException("no host listens at " + socket + " (" + e.getMessage() + ")", e);
        }
    }

    /** Says hello and waits for the answer; null if there is none. A host that is full answers before it is asked. */
    private static Frame greet(final FrameChannel channel, final Silence silence, final int width) {
        try {
            channel.write(Frame.of(Frame.HELLO, out -> {
                out.writeInt(Frame.MAGIC);
                out.writeByte(Frame.VERSION);
                out.writeShort(width);
                out.writeUTF(Path.of("").toAbsolutePath().toString());
            }));
        } catch (final IOException e) {
            // What it said before it hung up is still there to be read.
        }
        try {
            return silence.read();
        } catch (final IOException e) {
            return null;
        }
    }

    /** Version of the host. */
    String hostVersion() {
        return hostVersion;
    }

    /**
     * Runs a line and waits for its end.
     *
     * @param output is handed what the line prints, as it comes
     * @return null if the line was done, else why it was refused
     * @throws NoHostException if the host goes
     */
    String exec(final String line, final Consumer<String> output) throws NoHostException {
        send(Frame.ofText(Frame.EXEC, line));
        while (true) {
            final Frame frame = receive();
            switch (frame.type()) {
                case Frame.OUTPUT -> output.accept(frame.text(0));
                case Frame.DONE -> {
                    return status(frame) == 0 ? null : frame.text(1);
                }
                default -> throw new NoHostException("the host ended the connection: " + frame.text(0));
            }
        }
    }

    /** Words that may stand at the cursor. */
    List<Choice> complete(final String line, final int cursor) throws NoHostException {
        return choices(Frame.COMPLETE, line, cursor);
    }

    /** What may stand at the cursor. */
    List<Choice> help(final String line, final int cursor) throws NoHostException {
        return choices(Frame.HELP, line, cursor);
    }

    /** Asks for the end of the line that runs. Any thread. */
    void cancel() {
        try {
            send(new Frame(Frame.CANCEL, new byte[0]));
        } catch (final NoHostException e) {
            // Whoever waits for the line's end learns it too.
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private List<Choice> choices(final byte type, final String line, final int cursor) throws NoHostException {
        send(Frame.of(type, out -> {
            out.writeInt(cursor);
            out.write(line.getBytes(StandardCharsets.UTF_8));
        }));
        final Frame frame = receive();
        if (frame.type() != Frame.CHOICES) {
            // A host that is stopping answers DONE with its sentence.
            return List.of();
        }
        try {
            final DataInputStream in = frame.in();
            final int count = in.readUnsignedShort();
            final List<Choice> choices = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                choices.add(new Choice(in.readUTF(), in.readUTF()));
            }
            return choices;
        } catch (final IOException e) {
            throw new NoHostException("the host's answer is broken", e);
        }
    }

    private static int status(final Frame done) throws NoHostException {
        try {
            return done.in().readByte();
        } catch (final IOException e) {
            throw new NoHostException("the host's answer is broken", e);
        }
    }

    private void send(final Frame frame) throws NoHostException {
        writing.lock();
        try {
            channel.write(frame);
        } catch (final IOException e) {
            throw new NoHostException("the host has gone (" + e.getMessage() + ")", e);
        } finally {
            writing.unlock();
        }
    }

    private Frame receive() throws NoHostException {
        try {
            final Frame frame = silence.read();
            if (frame != null) {
                return frame;
            }
        } catch (final IOException e) {
            throw new NoHostException(
                    silence.broken() ? silence.sentence(socket) : "the host has gone (" + e.getMessage() + ")", e);
        }
        throw new NoHostException(silence.broken() ? silence.sentence(socket) : "the host has gone");
    }

    private static void closeQuietly(final FrameChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (final IOException e) {
            // There is nobody to tell.
        }
    }
}
