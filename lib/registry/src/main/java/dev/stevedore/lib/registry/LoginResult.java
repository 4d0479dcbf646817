package dev.stevedore.lib.registry;

/**
 * A login that worked.
 *
 * @param identityToken to be kept in place of the password; empty if the registry gives none
 */
public record LoginResult(String identityToken) {}
