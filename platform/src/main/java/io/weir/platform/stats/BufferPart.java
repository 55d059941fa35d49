package io.weir.platform.stats;

import io.weir.platform.thread.GraphLoop;

/** {@code /buffer-pools}: where packet buffers are. */
final class BufferPart implements Part {
    private final HostView host;
    private Cells cached;
    private Cells used;
    private Cells available;

    BufferPart(final HostView host) {
        this.host = host;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public void describe(final Layout layout) {
        final String name = "/buffer-pools/" + host.pool().name() + "/";
        cached = layout.gauge(name + "cached");
        used = layout.gauge(name + "used");
        available = layout.gauge(name + "available");
    }

    @Override
    public void fill() {
        long inCaches = 0;
        for (final GraphLoop thread : host.threads()) {
            inCaches += thread.buffers().cached();
        }
        final long free = host.pool().available();
        cached.set(inCaches);
        available.set(free);
        // Read while threads take and give, so the sum may be wrong by what they do just then.
        used.set(Math.max(0, host.pool().capacity() - free - inCaches));
    }
}
