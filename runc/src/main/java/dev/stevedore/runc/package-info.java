/** The OCI runtime {@code stevedore-runc}: reads the command line, and hands over to a command. */
@NullMarked
package dev.stevedore.runc;

import org.jspecify.annotations.NullMarked;
