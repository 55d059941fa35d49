package io.weir.testkit.live;

import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;

/** Hears of interfaces, and fails where it is told to. */
record ScriptedListener(String failing) implements InterfaceListener {
    @Override
    public void added(final Interface changed) {
        fail("added", changed);
    }

    @Override
    public void deleting(final Interface changed) {
        fail("deleting", changed);
    }

    private void fail(final String what, final Interface changed) {
        if (failing.equals(what) && !Shared.inShadow()) {
            throw new IllegalStateException("listener fails on " + what + " of " + changed.name());
        }
    }
}
