/** Which namespaces are made and joined, and the maps of user ids. */
@NullMarked
package dev.stevedore.runc.namespace;

import org.jspecify.annotations.NullMarked;
