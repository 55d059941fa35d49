package io.weir.nat64.internal.node;

/**
 * Where packets of clients go.
 *
 * @param family number of IPv6 in forwarding.
 * @param family4 that of IPv4.
 * @param lookup target of what is translated.
 * @param hairpin target of what is for another client.
 * @param mapped target of what is for a host that has a map.
 * @param answers tells senders why not.
 */
record InToOutWays(
        int family, int family4, int lookup, int hairpin, int mapped, Answers6 answers, TranslationReasons reasons) {}
