package io.weir.platform.cli;

import io.weir.cli.CommandPattern.Element;

/**
 * What of a pattern is still to be matched, as a list that branches share. Null is the end.
 *
 * @param step first of what is left
 * @param next what follows it
 */
record Rest(Step step, Rest next) {

    /** One thing to match or to note. */
    sealed interface Step {

        /**
         * Match this.
         *
         * @param element any element
         */
        record Match(Element element) implements Step {}

        /**
         * Match any of the groups that are not used up.
         *
         * @param options the groups
         * @param used a bit for every group that can't come again
         */
        record Pick(Element.Options options, long used) implements Step {}

        /**
         * An occurrence of a repeated group begins.
         *
         * @param group its name
         */
        record Open(String group) implements Step {}

        /** An occurrence of a repeated group ends. */
        record Close() implements Step {}
    }
}
