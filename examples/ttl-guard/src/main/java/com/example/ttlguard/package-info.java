/** A feature of ip4-unicast: drops packets whose TTL is below a floor, and remembers from where they come since when. */
package com.example.ttlguard;
