/** The host as a whole: how the parts are put together, started and stopped. */
package io.weir.platform.host;
