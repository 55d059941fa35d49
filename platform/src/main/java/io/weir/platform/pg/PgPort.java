package io.weir.platform.pg;

/** What the tx nodes of one packet-generator interface share. */
final class PgPort {
    /** Where transmitted packets are written, or null. Changes at a barrier. */
    PcapCapture capture;
}
