package io.weir.platform.cli;

import java.util.concurrent.Executor;

/**
 * What requests are run by.
 *
 * @param interpreter of lines
 * @param main runs each request on main
 * @param time main's, as requests may use it
 * @param hostVersion what clients are told
 */
record RequestRunner(Interpreter interpreter, Executor main, MainTime time, String hostVersion) {}
