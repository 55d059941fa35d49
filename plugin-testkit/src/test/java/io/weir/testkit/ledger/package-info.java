/** What plugins did, and whether it goes with them: random plugins that do random things, and cases found before. */
package io.weir.testkit.ledger;
