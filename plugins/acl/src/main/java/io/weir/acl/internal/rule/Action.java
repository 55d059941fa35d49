package io.weir.acl.internal.rule;

/** What becomes of packets that a rule matches. Codes are those of VPP's messages (acl_types.api: vl_api_acl_action_t). */
public enum Action {
    /** Dropped. */
    DENY(0, "deny"),
    /** Goes on. */
    PERMIT(1, "permit"),
    /** Goes on, and so do the packets of its flow from then on, in both directions. */
    REFLECT(2, "permit+reflect");

    private final int code;
    private final String text;

    Action(final int code, final String text) {
        this.code = code;
        this.text = text;
    }

    /** The number that stands for it in messages and in compiled rules. */
    public int code() {
        return code;
    }

    /**
     * The action with a code.
     *
     * @throws IllegalArgumentException if there is none.
     */
    public static Action of(final int code) {
        for (final Action action : values()) {
            if (action.code == code) {
                return action;
            }
        }
        throw new IllegalArgumentException("there is no action " + code);
    }

    @Override
    public String toString() {
        return text;
    }
}
