/** What a plugin does with the services of others: routes, ICMP errors, local delivery. */
package com.example.sinkhole;
