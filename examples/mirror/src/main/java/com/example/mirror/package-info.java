/**
 * Mirrors interfaces: a feature of interface-output copies what leaves, and a device class sends the copies to a
 * collector, each in a UDP datagram in the TZSP format, which Wireshark and tcpdump read.
 */
package com.example.mirror;
