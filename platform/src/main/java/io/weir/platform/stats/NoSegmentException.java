package io.weir.platform.stats;

import java.io.IOException;

/** There is no segment to read. The message is a sentence for the user. */
public final class NoSegmentException extends IOException {
    private static final long serialVersionUID = 1L;

    NoSegmentException(final String sentence) {
        super(sentence);
    }
}
