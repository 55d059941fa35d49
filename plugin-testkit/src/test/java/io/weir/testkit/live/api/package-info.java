/** What {@code Scripted} plugins export to each other. */
package io.weir.testkit.live.api;
