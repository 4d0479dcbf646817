/**
 * The part of Go's text/template that {@code --format} is written in: fields, variables, pipelines,
 * if, range and with, and docker's functions. It works on JSON and on rows of lists; what the
 * fields mean is not known here.
 */
@NullMarked
package dev.stevedore.docker.template;

import org.jspecify.annotations.NullMarked;
