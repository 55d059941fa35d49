package com.example.ratemeter;

import io.weir.graph.FeatureArc;

/** How many packets interfaces take in; a service: {@code host.service(RateMeter.class)}. Main only. */
public interface RateMeter {
    /** The arc that every report passes, by the interface that it is about; see {@link RateReport}. */
    FeatureArc REPORTS = new FeatureArc("rate-report");

    /** Packets per second that came in by an interface over the last interval; 0 for one that isn't there. */
    long packetsPerSecond(int swIfIndex);
}
