package io.weir.memory;

/** A checked access, allocation or release that was not allowed; only thrown with {@link Memory#CHECKED}, and in shadow. */
public final class MemoryFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what was attempted.
     *
     * @param message one sentence with the address or the buffer index.
     */
    public MemoryFault(final String message) {
        super(message);
    }
}
