package io.weir.platform.os;

import java.io.Serial;

/**
 * A system call that failed, or a request to the operating system that cannot be met.
 *
 * <p>The message reads {@code call: detail: reason}, or is one sentence about the input where the input is at fault.
 */
public final class OsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * A failed call.
     *
     * @param call   the name of the system call.
     * @param detail what it was given or what for.
     * @param errno  the positive error number, see {@link Errno}.
     */
    public OsException(final String call, final String detail, final int errno) {
        super(call + ": " + detail + ": " + Errno.text(errno));
        this.errno = errno;
    }

    /**
     * A failure that is better told in a sentence.
     *
     * @param sentence what is wrong with which input.
     * @param errno    the positive error number that comes nearest.
     */
    public OsException(final String sentence, final int errno) {
        super(sentence);
        this.errno = errno;
    }

    /**
     * A failure of a larger undertaking.
     *
     * @param undertaking what was being done, to stand before the cause's message.
     * @param cause       what failed in it.
     */
    public OsException(final String undertaking, final OsException cause) {
        super(undertaking + ": " + cause.getMessage(), cause);
        errno = cause.errno;
    }

    /** Returns the positive error number. */
    public int errno() {
        return errno;
    }
}
