package io.weir.acl.internal.classify;

/** A tree that would need more memory than it may. */
final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge() {
        super("the tree becomes too large", null, false, false);
    }
}
