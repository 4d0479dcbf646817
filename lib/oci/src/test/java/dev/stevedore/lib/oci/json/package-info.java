@NullMarked
package dev.stevedore.lib.oci.json;

import org.jspecify.annotations.NullMarked;
