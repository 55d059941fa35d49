/** Pairs of interfaces without a device: what leaves by one comes in by the other, on whatever thread that is polled. */
package com.example.pipe;
