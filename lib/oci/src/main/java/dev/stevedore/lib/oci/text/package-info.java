/** Quantities in words, as Docker's command line and its daemon both write them. */
@NullMarked
package dev.stevedore.lib.oci.text;

import org.jspecify.annotations.NullMarked;
