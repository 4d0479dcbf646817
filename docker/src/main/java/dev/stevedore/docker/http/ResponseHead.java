package dev.stevedore.docker.http;

/**
 * The first part of a response.
 *
 * @param status the status code
 * @param reason the words after it
 */
public record ResponseHead(int status, String reason, Headers headers) {}
