package io.weir.acl.internal.classify;

/** A compilation that nobody waits for any more ends where its thread is interrupted. */
public final class Compiling {
    /** It was given up. */
    public static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1;

        GivenUp() {
            super("the compilation was given up", null, false, false);
        }
    }

    private Compiling() {}

    /**
     * To be called now and then.
     *
     * @throws GivenUp if the thread was interrupted; it stays so.
     */
    static void mayGoOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new GivenUp();
        }
    }
}
