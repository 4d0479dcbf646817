/**
 * How results are written: tables, templates over lists, JSON, sizes, spans of time and dates, all
 * as Docker's CLI and Go print them.
 */
@NullMarked
package dev.stevedore.docker.format;

import org.jspecify.annotations.NullMarked;
