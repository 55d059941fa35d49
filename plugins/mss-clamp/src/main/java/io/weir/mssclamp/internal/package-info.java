/** Clamps the largest segment that TCP agrees on over an interface (VPP: plugins/mss_clamp). */
package io.weir.mssclamp.internal;
