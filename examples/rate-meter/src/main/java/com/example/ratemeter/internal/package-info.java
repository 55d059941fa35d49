/** How rate-meter works; no other plugin sees it, for the manifest does not export it. */
package com.example.ratemeter.internal;
