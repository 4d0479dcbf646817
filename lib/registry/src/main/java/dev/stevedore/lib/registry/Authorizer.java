package dev.stevedore.lib.registry;

import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.registry.RegistryException.Kind;
import dev.stevedore.lib.registry.auth.Challenge;
import dev.stevedore.lib.registry.auth.Token;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The Authorization header of one registry's requests.
 *
 * <pre>
 *   client                             registry            token server (realm)
 *     GET …                       ──▶
 *                 401 Bearer realm, service, scope
 *     GET realm?service&amp;scope     ─────────────────────────▶   (POST with an identity token)
 *                 token, expires_in
 *     GET … Authorization: Bearer ──▶
 * </pre>
 */
final class Authorizer {
  private static final String CLIENT_ID = "stevedore";
  private static final int LONGEST_ANSWER = 1 << 20;

  /** Sends a request without authorization. */
  @FunctionalInterface
  interface Sender {
    HttpResponse<InputStream> send(Call call) throws IOException;
  }

  private final Sender sender;
  private final Credentials credentials;

  /** Whether a token is asked for that outlives the password. */
  private final boolean offline;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Token> tokens = new HashMap<>();
  private List<Challenge> challenges = List.of();
  private String identityToken = "";

  Authorizer(Sender sender, Credentials credentials, boolean offline) {
    this.sender = sender;
    this.credentials = credentials;
    this.offline = offline;
  }

  /** The identity token that a login gave, or empty. */
  String identityToken() {
    lock.lock();
    try {
      return identityToken;
    } finally {
      lock.unlock();
    }
  }

  /** Notes how the registry wants to be convinced. */
  void challenged(List<Challenge> offered) {
    lock.lock();
    try {
      challenges = List.copyOf(offered);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that a request was refused.
   *
   * @param scopes that its token was for
   * @return whether it is worth trying again: there is something new to say
   */
  boolean refused(List<Challenge> offered, List<String> scopes) {
    lock.lock();
    try {
      boolean first = challenges.isEmpty();
      challenges = List.copyOf(offered);
      boolean had = tokens.remove(key(scopes)) != null;
      return challenge("bearer").isPresent()
          ? first || had
          : first && challenge("basic").isPresent() && credentials instanceof Credentials.Password;
    } finally {
      lock.unlock();
    }
  }

  /** Whether only a password would do, and there is none. */
  boolean lacksPassword() {
    lock.lock();
    try {
      return challenge("bearer").isEmpty()
          && challenge("basic").isPresent()
          && !(credentials instanceof Credentials.Password);
    } finally {
      lock.unlock();
    }
  }

  /** The header's value; empty while the registry has not asked for any. */
  Optional<String> header(List<String> scopes) throws IOException {
    // Held while the token comes: others who need the same one wait for it.
    lock.lock();
    try {
      if (credentials instanceof Credentials.RegistryToken(String token)) {
        return Optional.of("Bearer " + token);
      }
      Optional<Challenge> bearer = challenge("bearer");
      if (bearer.isPresent()) {
        return Optional.of("Bearer " + token(bearer.get(), scopes).value());
      }
      if (challenge("basic").isPresent() && credentials instanceof Credentials.Password password) {
        return Optional.of(basic(password));
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Challenge> challenge(String scheme) {
    return challenges.stream().filter(it -> it.is(scheme)).findFirst();
  }

  private static String basic(Credentials.Password password) {
    String pair = password.user() + ":" + password.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String key(List<String> scopes) {
    return String.join(" ", new TreeSet<>(scopes));
  }

  private Token token(Challenge challenge, List<String> scopes) throws IOException {
    Token known = tokens.get(key(scopes));
    if (known != null && known.isGood(Instant.now())) {
      return known;
    }
    Token token = fetch(challenge, scopes);
    tokens.put(key(scopes), token);
    if (!token.refreshToken().isEmpty()) {
      identityToken = token.refreshToken();
    }
    return token;
  }

  private Token fetch(Challenge challenge, List<String> scopes) throws IOException {
    String realm = challenge.parameter("realm");
    List<String> wanted = new ArrayList<>(scopes);
    if (wanted.isEmpty() && !challenge.parameter("scope").isEmpty()) {
      wanted.add(challenge.parameter("scope"));
    }
    String service = challenge.parameter("service");
    HttpResponse<InputStream> answer =
        switch (credentials) {
          case Credentials.IdentityToken(String token) ->
              post(
                  realm,
                  service,
                  wanted,
                  Map.of("grant_type", "refresh_token", "refresh_token", token));
          case Credentials.Password password -> withPassword(realm, service, wanted, password);
          default -> get(realm, service, wanted, Optional.empty());
        };
    if (answer.statusCode() != 200) {
      throw Answers.refusal(answer);
    }
    byte[] body = Answers.read(answer, LONGEST_ANSWER);
    try {
      return Token.parse(new String(body, StandardCharsets.UTF_8), Instant.now());
    } catch (JsonFormatException e) {
      throw new RegistryException(
          Kind.CORRUPT, "unable to decode token response: " + e.getMessage(), e);
    }
  }

  /** Some servers (Azure's among them) take passwords by POST only. */
  private HttpResponse<InputStream> withPassword(
      String realm, String service, List<String> scopes, Credentials.Password password)
      throws IOException {
    HttpResponse<InputStream> answer = get(realm, service, scopes, Optional.of(password));
    if (answer.statusCode() != 404 && answer.statusCode() != 405) {
      return answer;
    }
    answer.body().close();
    return post(
        realm,
        service,
        scopes,
        Map.of(
            "grant_type",
            "password",
            "username",
            password.user(),
            "password",
            password.password(),
            "access_type",
            offline ? "offline" : "online"));
  }

  private HttpResponse<InputStream> get(
      String realm, String service, List<String> scopes, Optional<Credentials.Password> password)
      throws IOException {
    List<String> query = new ArrayList<>();
    password.ifPresent(it -> query.add(pair("account", it.user())));
    query.add(pair("client_id", CLIENT_ID));
    if (offline) {
      query.add(pair("offline_token", "true"));
    }
    scopes.forEach(scope -> query.add(pair("scope", scope)));
    if (!service.isEmpty()) {
      query.add(pair("service", service));
    }
    URI uri = uri(realm + (realm.contains("?") ? "&" : "?") + String.join("&", query));
    Call call = Call.of("GET", uri, List.of());
    return sender.send(
        password.isPresent() ? call.with(Map.of("Authorization", basic(password.get()))) : call);
  }

  private HttpResponse<InputStream> post(
      String realm, String service, List<String> scopes, Map<String, String> grant)
      throws IOException {
    Map<String, String> form = new HashMap<>(grant);
    form.put("client_id", CLIENT_ID);
    form.put("service", service);
    form.put("scope", String.join(" ", scopes));
    byte[] body =
        form.entrySet().stream()
            .map(it -> pair(it.getKey(), it.getValue()))
            .collect(Collectors.joining("&"))
            .getBytes(StandardCharsets.US_ASCII);
    return sender.send(
        Call.of("POST", uri(realm), List.of())
            .with(Map.of("Content-Type", "application/x-www-form-urlencoded"))
            .with(() -> BodyPublishers.ofByteArray(body), body.length));
  }

  private static URI uri(String text) throws RegistryException {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (java.net.URISyntaxException e) {
      throw new RegistryException(Kind.CORRUPT, "malformed auth challenge header: " + text, e);
    }
    throw new RegistryException(Kind.CORRUPT, "malformed auth challenge header: \"" + text + "\"");
  }

  private static String pair(String name, String value) {
    Function<String, String> encode = it -> URLEncoder.encode(it, StandardCharsets.UTF_8);
    return encode.apply(name) + "=" + encode.apply(value);
  }
}
