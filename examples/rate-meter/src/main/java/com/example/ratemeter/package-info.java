/** What rate-meter offers to other plugins: its arc, its reports as packets, and its rates as a service. */
package com.example.ratemeter;
