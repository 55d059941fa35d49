package io.weir.platform.text;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %text} in a pattern of the log: the message, {@link Printable}. */
public final class PrintableMessage extends MessageConverter {
    @Override
    public String convert(final ILoggingEvent event) {
        return Printable.of(super.convert(event)).toString();
    }
}
