/** A whole host for tests: with 0 workers in the test's own thread, or with real ones. */
package io.weir.testkit;
