package io.weir.benchmarks;

import io.weir.cli.CommandException;
import io.weir.cli.CommandSession;
import io.weir.platform.cli.MainTime;
import io.weir.platform.thread.MainLoop;

/** A session whose commands give main back as those of clients do; what they print is kept. */
final class SharedSession implements CommandSession {
    private final MainLoop main;
    private final StringBuilder out;
    private long beganNs = System.nanoTime();

    SharedSession(final MainLoop main, final StringBuilder out) {
        this.main = main;
        this.out = out;
    }

    @Override
    public void print(final CharSequence text) {
        out.append(text);
    }

    @Override
    public void pause() {
        if (System.nanoTime() - beganNs > MainTime.SLICE_NS && main.inTask()) {
            if (!main.lend(null)) {
                throw new CommandException("interrupted by a change of plugins");
            }
            beganNs = System.nanoTime();
        }
    }
}
