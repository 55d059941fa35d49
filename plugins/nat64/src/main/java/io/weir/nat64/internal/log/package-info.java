/**
 * Who had which address and port, and when: events that workers put into rings, and a thread that tells collectors of them by IPFIX
 * (RFC 7011, RFC 8158) and syslog (RFC 5424).
 */
package io.weir.nat64.internal.log;
