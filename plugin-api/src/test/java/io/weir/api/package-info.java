/** The plugin API as text, and whether it still keeps what it promised; see docs/compatibility.md. */
package io.weir.api;
