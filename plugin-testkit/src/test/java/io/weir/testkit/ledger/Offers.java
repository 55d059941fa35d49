package io.weir.testkit.ledger;

/** Types of services that plugins may export to each other. */
final class Offers {
    /** One of them. */
    interface First extends Runnable {}

    /** Another. */
    interface Second extends Runnable {}

    /** And another. */
    interface Third extends Runnable {}

    private Offers() {}

    static Class<? extends Runnable> of(final int number) {
        return switch (number) {
            case 0 -> First.class;
            case 1 -> Second.class;
            default -> Third.class;
        };
    }

    static String named(final int number) {
        return of(number).getName();
    }
}
