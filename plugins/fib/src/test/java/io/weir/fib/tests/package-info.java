/** What the tests of families share: each extends a class here, and says how its addresses look. */
package io.weir.fib.tests;
