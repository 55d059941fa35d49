/**
 * The protocol between the host's command socket and its clients, version 1. Shared by both; nothing else.
 *
 * <p>A frame is {@code int length (of what follows), byte type, payload}, big-endian; text is UTF-8. The client begins
 * with HELLO and is answered WELCOME, or BYE and the end. Then it sends one request at a time; while EXEC runs it may send
 * CANCEL and nothing else.
 *
 * <pre>
 * 1  HELLO       int magic "WEIR", byte version, short terminal width (0: no terminal), utf working directory
 * 2  EXEC        text line                       answered by any number of OUTPUT, then DONE
 * 3  COMPLETE    int cursor, text line           answered by CHOICES
 * 4  HELP        int cursor, text line           answered by CHOICES
 * 5  CANCEL      -                               not answered
 * 64 WELCOME     byte version, utf host version
 * 65 OUTPUT      text
 * 66 DONE        byte status (0 done, 1 refused), text sentence
 * 67 CHOICES     short count, then utf word, utf help for each; an empty word is a description only,
 *                                                one that ends in a slash goes on
 * 68 BYE         text sentence
 * </pre>
 *
 * <p>{@code utf} is a short length and the bytes, as {@link java.io.DataOutput#writeUTF} makes them; {@code text} goes on
 * to the frame's end. A cursor counts characters of the line as Java does.
 */
package io.weir.platform.cli.wire;
