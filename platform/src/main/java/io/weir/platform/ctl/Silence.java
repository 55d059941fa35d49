package io.weir.platform.ctl;

import io.weir.platform.cli.wire.Frame;
import io.weir.platform.cli.wire.FrameChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Reads what a host says, and gives it up when it says nothing for too long: a blocking channel has no time-out. */
final class Silence {

    private final FrameChannel channel;
    private volatile int limitS;
    private volatile int brokenAfterS;

    Silence(final FrameChannel channel) {
        this.channel = channel;
    }

    /** How long may be waited for the next frame, in seconds; 0 is for ever. */
    void limit(final int seconds) {
        limitS = seconds;
    }

    /** Whether the host was given up. */
    boolean broken() {
        return brokenAfterS > 0;
    }

    String sentence(final Path socket) {
        return "the host at " + socket + " has not answered for " + brokenAfterS
                + " s: it is busy or stuck, its log may say with what (--timeout SECONDS waits longer, 0 for ever)";
    }

    /** The next frame, or null at the end of the stream; fails when the host is given up. */
    Frame read() throws IOException {
        final int seconds = limitS;
        if (seconds == 0) {
            return channel.read();
        }
        final Thread guard = Thread.ofVirtual().start(() -> {
            try {
                TimeUnit.SECONDS.sleep(seconds);
                brokenAfterS = seconds;
                channel.close();
            } catch (final InterruptedException | IOException e) {
                // It answered, or is gone already.
            }
        });
        try {
            return channel.read();
        } finally {
            guard.interrupt();
        }
    }
}
