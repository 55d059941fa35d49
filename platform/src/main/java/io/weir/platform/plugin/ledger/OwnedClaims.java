package io.weir.platform.plugin.ledger;

import io.weir.platform.plugin.registry.InterfaceClaims;
import io.weir.platform.plugin.registry.InterfaceClaims.Claim;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What one plugin wants of interfaces that others may want too; what it wants is so until the last lets go. Main only. */
final class OwnedClaims {
    private static final int FIRST_PRUNE = 64;

    private final String owner;
    private final InterfaceClaims claims;
    private final UndoStack done;
    private final Presence presence;
    /** Whether the plugin stands: one that goes lets go of nothing but its own. */
    private final BooleanSupplier stands;

    private final Map<Claim, UndoStack.Entry> wishes = new LinkedHashMap<>();
    private int pruneAt = FIRST_PRUNE;

    OwnedClaims(
            final String owner,
            final InterfaceClaims claims,
            final UndoStack done,
            final Presence presence,
            final BooleanSupplier stands) {
        this.owner = owner;
        this.claims = claims;
        this.done = done;
        this.presence = presence;
        this.stands = stands;
    }

    /** Whether only another version of the plugin wants it so far, which lets go when this one stands. */
    boolean isHeldByAnother(final Claim claim) {
        return !wishes.containsKey(claim) && claims.held(claim, owner);
    }

    /** Notes that the plugin wants what is so now. */
    void want(final Claim claim, final Consumer<Boolean> set) {
        if (!wishes.containsKey(claim)) {
            forgetWhatIsGone();
            claims.add(claim, owner);
            wishes.put(claim, done.note(claim.toString(), () -> {
                wishes.remove(claim);
                if (claims.remove(claim, owner) && presence.isThere(claim.device())) {
                    set.accept(false);
                }
            }));
        }
    }

    /** It wants it no longer, or somebody ends what nobody is known to want. */
    void letGo(final Claim claim, final Consumer<Boolean> set) {
        final UndoStack.Entry entry = wishes.remove(claim);
        if (entry != null) {
            entry.forget();
        }
        if (entry == null ? stands.getAsBoolean() : claims.remove(claim, owner)) {
            set.accept(false);
        }
    }

    /** What was wanted of interfaces that have gone, once there may be much of it. */
    private void forgetWhatIsGone() {
        if (wishes.size() < pruneAt) {
            return;
        }
        wishes.entrySet().removeIf(wish -> {
            final boolean gone = !presence.isThere(wish.getKey().device());
            if (gone) {
                wish.getValue().forget();
                claims.remove(wish.getKey(), owner);
            }
            return gone;
        });
        pruneAt = 2 * wishes.size() + FIRST_PRUNE;
    }
}
