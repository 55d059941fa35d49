package io.weir.acl;

/** A user of lists. Main only. */
public interface LookupUser {
    /** Its name. */
    String name();

    /**
     * A place for lists that are asked together, empty at first.
     *
     * @param purpose what for, in a word or a few, as {@code show acl-plugin lookup context} prints it.
     */
    LookupContext context(String purpose);
}
