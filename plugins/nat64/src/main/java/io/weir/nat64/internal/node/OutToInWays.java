package io.weir.nat64.internal.node;

/**
 * Where packets of servers go.
 *
 * @param family number of IPv6 in forwarding.
 * @param lookup target of what is translated.
 * @param hairpin whether they come from clients, translated already.
 * @param answers tells senders why not.
 */
record OutToInWays(int family, int lookup, boolean hairpin, Answers4 answers, TranslationReasons reasons) {}
