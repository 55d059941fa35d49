package io.weir.fib.internal;

/** Whether another version has taken the tables over, so that what goes needn't be taken out of these. Only main. */
@FunctionalInterface
interface Superseded {
    boolean now();
}
