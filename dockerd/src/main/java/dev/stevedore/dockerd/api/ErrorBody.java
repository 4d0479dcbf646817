package dev.stevedore.dockerd.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an error looks like to the client. */
record ErrorBody(@JsonProperty("message") String message) {}
