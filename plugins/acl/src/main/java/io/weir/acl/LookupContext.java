package io.weir.acl;

import java.util.List;

/** Lists that are asked together, in their order: the first rule that matches counts. */
public interface LookupContext extends AutoCloseable {
    /** Its number among all contexts; given out again once it is closed. */
    int index();

    /** Numbers of its lists. Main only. */
    List<Integer> lists();

    /**
     * Asks these lists from now on, in place of those before, in one step. They can't be deleted meanwhile, but be given other rules.
     * Main only, from {@code start} on.
     *
     * @throws io.weir.cli.CommandException in one sentence, if one of them isn't there or is there twice; nothing has changed then.
     */
    void lists(List<Integer> indices);

    /** Takes it away: nothing matches it from now on. Main only; closing twice does nothing. */
    @Override
    void close();
}
