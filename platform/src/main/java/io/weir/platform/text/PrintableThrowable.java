package io.weir.platform.text;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %stack} in a pattern of the log: what was thrown, {@link Printable}. */
public final class PrintableThrowable extends ThrowableProxyConverter {
    @Override
    public String convert(final ILoggingEvent event) {
        return Printable.of(super.convert(event)).toString();
    }
}
