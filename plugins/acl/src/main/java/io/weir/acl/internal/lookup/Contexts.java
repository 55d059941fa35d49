package io.weir.acl.internal.lookup;

import io.weir.acl.internal.list.AccessLists;
import io.weir.acl.internal.policy.Policies;
import io.weir.cli.CommandException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All contexts and users. Main only. */
public final class Contexts {
    private final AccessLists lists;
    private final Policies policies;
    private final Map<Integer, Context> contexts = new TreeMap<>();
    private final BitSet used = new BitSet();
    private final List<User> users = new ArrayList<>();

    /** None, of these lists. */
    public Contexts(final AccessLists lists, final Policies policies) {
        this.lists = lists;
        this.policies = policies;
        lists.alsoUsedBy(this::words);
    }

    User user(final String plugin, final String name) {
        final User user = new User(this, plugin, name);
        users.add(user);
        return user;
    }

    Collection<User> users() {
        return users;
    }

    Collection<Context> all() {
        return contexts.values();
    }

    /** The lists of each context that has some, by its number. */
    public Map<Integer, List<Integer>> applied() {
        final Map<Integer, List<Integer>> applied = new TreeMap<>();
        contexts.forEach((index, context) -> {
            if (!context.lists().isEmpty()) {
                applied.put(index, context.lists());
            }
        });
        return applied;
    }

    Context get(final int index) {
        final Context context = contexts.get(index);
        if (context == null) {
            throw new CommandException("there is no lookup context " + index);
        }
        return context;
    }

    Context add(final User user, final String purpose) {
        final int index = used.nextClearBit(0);
        final Context context = new Context(this, index, user, purpose);
        used.set(index);
        contexts.put(index, context);
        return context;
    }

    /** Has a context's packets held against these lists. */
    void change(final Context context, final List<Integer> indices) {
        if (new HashSet<>(indices).size() < indices.size()) {
            throw new CommandException(
                    "lists " + indices + " of lookup context " + context.index() + " are not all different");
        }
        indices.forEach(lists::get);
        policies.context(context.index(), indices);
    }

    void remove(final Context context) {
        if (!context.lists().isEmpty()) {
            policies.context(context.index(), List.of());
        }
        contexts.remove(context.index());
        used.clear(context.index());
    }

    /** A user goes, with all of its contexts. */
    void remove(final User user) {
        List.copyOf(contexts.values()).stream()
                .filter(context -> context.user() == user)
                .forEach(Context::close);
        users.remove(user);
    }

    /** Contexts that ask a list, in words. */
    private List<String> words(final int list) {
        return contexts.values().stream()
                .filter(context -> context.lists().contains(list))
                .map(context -> "lookup context " + context.index() + " of "
                        + context.user().name())
                .toList();
    }
}
