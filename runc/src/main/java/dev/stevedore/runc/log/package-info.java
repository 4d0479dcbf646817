/** The log that --log and --log-format ask for, in the form that shims and engines read. */
@NullMarked
package dev.stevedore.runc.log;

import org.jspecify.annotations.NullMarked;
