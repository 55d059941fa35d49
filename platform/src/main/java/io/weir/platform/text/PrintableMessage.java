package io.weir.platform.text;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;

/**
 * {@code %text} in a pattern of the log: the message, {@link Printable}. What follows its first line is indented, as stacks are, so
 * that no name with the end of a line in it makes a line that looks like the log's own.
 */
public final class PrintableMessage extends MessageConverter {
    private static final Pattern CONTINUATION = Pattern.compile("\\n(?! {4})");

    @Override
    public String convert(final ILoggingEvent event) {
        final String text = Printable.of(super.convert(event)).toString();
        return text.indexOf('\n') < 0 ? text : CONTINUATION.matcher(text).replaceAll("\n    ");
    }
}
