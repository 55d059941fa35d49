package io.weir.acl.internal.lookup;

import io.weir.cli.CommandCall;
import io.weir.plugin.Registrar;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Commands that show who asks which lists (VPP: plugins/acl/acl.c). Main only. */
public final class LookupCommands {
    private final Registrar host;
    private final Contexts contexts;

    /** Commands about contexts. */
    public LookupCommands(final Registrar host, final Contexts contexts) {
        this.host = host;
        this.contexts = contexts;
    }

    /** Declares them. */
    public void register() {
        host.command(
                        "show acl-plugin lookup context [<index:int 0..2147483647>]",
                        "Show which lists other plugins ask, and for what")
                .run(this::contexts);
        host.command("show acl-plugin lookup user", "Show which plugins ask lists, in which contexts")
                .run(this::users);
    }

    private void contexts(final CommandCall call) {
        final Collection<Context> asked =
                call.has("index") ? List.of(contexts.get(call.getInt("index"))) : contexts.all();
        call.forEach(
                asked,
                context -> call.println(
                        "index %d: user %s (plugin %s) %s, acl(s): %s",
                        context.index(),
                        context.user().name(),
                        context.user().plugin(),
                        context.purpose(),
                        context.lists().isEmpty() ? "none" : joined(context.lists())));
    }

    private void users(final CommandCall call) {
        call.forEach(contexts.users(), user -> {
            final List<Integer> numbers = contexts.all().stream()
                    .filter(context -> context.user() == user)
                    .map(Context::index)
                    .toList();
            call.println(
                    "%s (plugin %s): lookup context(s): %s",
                    user.name(), user.plugin(), numbers.isEmpty() ? "none" : joined(numbers));
        });
    }

    private static String joined(final List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
