/**
 * The host's configuration: the syntax of VPP's startup.conf, from a file and the command line, bound to the sections that
 * the platform and its plugins declare. It is read, then {@linkplain io.weir.platform.config.Configuration#conclude()
 * concluded} once, which finds every mistake before anything starts.
 */
package io.weir.platform.config;
