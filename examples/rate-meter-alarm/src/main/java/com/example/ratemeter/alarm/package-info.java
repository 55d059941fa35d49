/** A plugin on top of another one: joins the arc that rate-meter exports, and asks its service. */
package com.example.ratemeter.alarm;
