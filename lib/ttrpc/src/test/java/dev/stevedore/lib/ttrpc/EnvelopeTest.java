package dev.stevedore.lib.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EnvelopeTest {
  @Test
  void requestComesBackAsItWas() {
    Request request = new Request("a.Service", "Method", new byte[] {1, 2, 3}, 5_000_000_000L);

    assertThat(Request.decode(request.encode())).usingRecursiveComparison().isEqualTo(request);
  }

  @Test
  void failureCarriesCodeAndMessage() {
    Response response =
        Response.decode(
            Response.failed(new Status(Code.NOT_FOUND, "container x: not found")).encode());

    assertThat(response.status()).isEqualTo(new Status(Code.NOT_FOUND, "container x: not found"));
    assertThat(response.payload()).isEmpty();
  }

  @Test
  void aResponseWithoutStatusSucceeded() {
    assertThat(Response.decode(new byte[0]).status().isOk()).isTrue();
  }

  @Test
  void codesHaveTheNumbersOfGrpc() {
    assertThat(Code.of(5)).isEqualTo(Code.NOT_FOUND);
    assertThat(Code.of(6)).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(Code.of(9)).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(Code.of(12)).isEqualTo(Code.UNIMPLEMENTED);
    assertThat(Code.of(14)).isEqualTo(Code.UNAVAILABLE);
    assertThat(Code.of(99)).isEqualTo(Code.UNKNOWN);
  }
}
