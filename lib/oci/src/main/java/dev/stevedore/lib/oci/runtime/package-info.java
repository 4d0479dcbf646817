/**
 * The OCI runtime specification's configuration and state as records, with their JSON.
 *
 * <p>As in the specification's Go types, a string that is not set is empty, and so are lists and
 * maps; a number whose zero means something is an {@code Optional}. Unsigned 64-bit numbers are
 * kept in a {@code long}. Fields of other operating systems, and unknown ones, are passed over.
 *
 * <p>Not here: whether a configuration makes sense on this machine; that is the runtime's to say.
 */
@NullMarked
package dev.stevedore.lib.oci.runtime;

import org.jspecify.annotations.NullMarked;
