/** Counts the packets of flows, each on the one thread that owns it. */
package com.example.flowlog;
