package dev.stevedore.docker.http;

/**
 * What is asked of the server.
 *
 * @param method GET, HEAD, POST, PUT or DELETE
 * @param target the path with its query, percent-encoded
 * @param headers further headers; Host and those about the body are added when it is sent
 * @param body what is sent
 */
public record Request(String method, String target, Headers headers, RequestBody body) {
  public Request(String method, String target) {
    this(method, target, new Headers(), RequestBody.NONE);
  }

  public Request(String method, String target, RequestBody body) {
    this(method, target, new Headers(), body);
  }
}
