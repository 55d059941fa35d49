package io.weir.testkit.live;

import io.weir.plugin.Registrar;
import io.weir.testkit.live.api.Greeter;

/** All of a plugin that names the type of a service which may not be there: a class of its own, loaded when it is. */
final class OptionalGreeting {
    private OptionalGreeting() {}

    static String hear(final Registrar host) {
        return host.service(Greeter.class).greeting();
    }
}
