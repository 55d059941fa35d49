package io.weir.platform.cli.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One frame of the protocol. The payload must not be changed. */
public final class Frame {

    /** Version of the protocol. */
    public static final int VERSION = 1;

    /** First four bytes of HELLO: "WEIR". */
    public static final int MAGIC = 0x57454952;

    /** Bytes a frame may have at most. */
    public static final int MAX_LENGTH = 4 << 20;

    /** Types, as the package describes them. */
    public static final byte HELLO = 1;

    /** A line to run. */
    public static final byte EXEC = 2;

    /** A line to complete. */
    public static final byte COMPLETE = 3;

    /** A line to explain. */
    public static final byte HELP = 4;

    /** The running line shall end. */
    public static final byte CANCEL = 5;

    /** Answers HELLO. */
    public static final byte WELCOME = 64;

    /** What the line prints. */
    public static final byte OUTPUT = 65;

    /** How the line ended. */
    public static final byte DONE = 66;

    /** Answers COMPLETE and HELP. */
    public static final byte CHOICES = 67;

    /** The host ends the connection, and why. */
    public static final byte BYE = 68;

    private final byte type;
    private final byte[] payload;

    /** A frame of this type, whose payload is not copied. */
    public Frame(final byte type, final byte[] payload) {
        this.type = type;
        this.payload = payload;
    }

    /** Writes a payload. */
    @FunctionalInterface
    public interface Writer {
        /** Writes to memory; what it throws is a mistake. */
        void write(DataOutputStream out) throws IOException;
    }

    /** A frame whose payload the writer makes. */
    public static Frame of(final byte type, final Writer writer) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(new DataOutputStream(bytes));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Frame(type, bytes.toByteArray());
    }

    /** A frame whose payload is text only. */
    public static Frame ofText(final byte type, final CharSequence text) {
        return new Frame(type, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The type. */
    public byte type() {
        return type;
    }

    /** Bytes of the payload. */
    public int length() {
        return payload.length;
    }

    byte[] payload() {
        return payload;
    }

    /** The payload to read from its beginning. */
    public DataInputStream in() {
        return new DataInputStream(new ByteArrayInputStream(payload));
    }

    /** The payload from an offset in bytes on, as text. */
    public String text(final int from) {
        final int start = Math.min(from, payload.length);
        return new String(payload, start, payload.length - start, StandardCharsets.UTF_8);
    }
}
