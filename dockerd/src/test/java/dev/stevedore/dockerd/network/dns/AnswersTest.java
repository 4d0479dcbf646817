package dev.stevedore.dockerd.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.linux.netns.InThread;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Questions as dnsjava writes them, and hostile ones; answers as dnsjava reads them. */
class AnswersTest {
  private static final List<InetAddress> MANY = new ArrayList<>();

  static {
    for (int i = 1; i <= 200; i++) {
      MANY.add(InetAddress.ofLiteral("10.0.0." + i));
    }
  }

  private static final Names NAMES =
      new Names() {
        @Override
        public Optional<List<InetAddress>> addresses(String name, boolean v6) {
          return switch (name) {
            case "web" ->
                Optional.of(v6 ? List.of() : List.of(InetAddress.ofLiteral("172.18.0.2")));
            case "six" -> Optional.of(v6 ? List.of(InetAddress.ofLiteral("fd00::2")) : List.of());
            case "many" -> Optional.of(v6 ? List.of() : MANY);
            default -> Optional.empty();
          };
        }

        @Override
        public Optional<String> name(InetAddress address) {
          return switch (address.getHostAddress()) {
            case "172.18.0.2" -> Optional.of("web.front");
            case "172.18.0.3" -> Optional.of("x".repeat(64) + ".front");
            case "fd00:0:0:0:0:0:0:2" -> Optional.of("six.front");
            default -> Optional.empty();
          };
        }

        @Override
        public Upstream upstream() {
          return new Upstream(List.of(), false);
        }

        @Override
        public <T> T inside(InThread.Work<T> work) throws IOException {
          return work.call();
        }
      };

  private final Answers answers = new Answers(NAMES);

  private Optional<byte[]> ask(Message question) {
    Query query = Messages.query(question);
    return answers.answer(query, query.payload());
  }

  @Test
  void addresses() {
    Message question = Messages.question("WEB", Type.A);
    Message answer = Messages.read(ask(question));
    assertThat(Messages.data(answer)).containsExactly("172.18.0.2");
    assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(600);
    assertThat(answer.getQuestion().getName().toString()).as("written as asked").isEqualTo("WEB.");
    assertThat(answer.getHeader().getID()).isEqualTo(question.getHeader().getID());
    assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
    assertThat(answer.getHeader().getFlag(Flags.RD)).isTrue();
    assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
    assertThat(answer.getOPT()).isNull();
    assertThat(Messages.data(Messages.read(ask(Messages.question("six", Type.AAAA)))))
        .containsExactly("fd00:0:0:0:0:0:0:2");
  }

  @Test
  void aNameThatIsKnownIsNeverAskedForElsewhere() {
    for (int type : new int[] {Type.AAAA, Type.MX, Type.TXT, Type.HTTPS, Type.ANY}) {
      Message answer = Messages.read(ask(Messages.question("web", type)));
      assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(Messages.data(answer)).isEmpty();
    }
    assertThat(ask(Messages.question("other", Type.A))).isEmpty();
  }

  @Test
  void names() {
    assertThat(
            Messages.data(
                Messages.read(ask(Messages.question("2.0.18.172.in-addr.arpa", Type.PTR)))))
        .containsExactly("web.front.");
    String six = "2." + "0.".repeat(29) + "d.f.ip6.arpa";
    assertThat(Messages.data(Messages.read(ask(Messages.question(six, Type.PTR)))))
        .containsExactly("six.front.");
    for (String other :
        List.of(
            "3.0.18.172.in-addr.arpa", "9.9.9.9.in-addr.arpa", "0.18.172.in-addr.arpa", "web")) {
      assertThat(ask(Messages.question(other, Type.PTR))).as(other).isEmpty();
    }
  }

  @Test
  void asManyAddressesAsFitEachTimeInAnotherOrder() {
    Message question = Messages.question("many", Type.A);
    byte[] small = ask(question).orElseThrow();
    assertThat(small.length).isLessThanOrEqualTo(512);
    assertThat(Messages.read(small).getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(Messages.data(Messages.read(small))).hasSize((512 - 12 - 10) / 16);
    assertThat(
            Messages.data(Messages.read(answers.answer(Messages.query(question), Reply.LARGEST))))
        .hasSize(200)
        .doesNotHaveDuplicates();
    Set<String> first = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      first.add(Messages.data(Messages.read(ask(question))).getFirst());
    }
    assertThat(first).hasSizeGreaterThan(10);

    question.addRecord(new OPTRecord(4096, 0, 0, 0x8000), Section.ADDITIONAL);
    Message large = Messages.read(ask(question));
    assertThat(large.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(Messages.data(large)).hasSize(200);
    assertThat(large.getOPT().getFlags()).as("DO").isEqualTo(0x8000);
    assertThat(large.getOPT().getPayloadSize()).isEqualTo(1232);
  }

  @Test
  void whatIsNoQuestion() {
    assertThat(Query.read(new byte[11])).isInstanceOf(Query.Outcome.Ignored.class);
    byte[] answer = Messages.answer(Messages.question("web", Type.A).toWire(), "1.2.3.4");
    assertThat(Query.read(answer)).isInstanceOf(Query.Outcome.Ignored.class);
    byte[] update = Messages.question("web", Type.A).toWire();
    update[2] |= 5 << 3;
    assertThat(Query.read(update)).isEqualTo(new Query.Outcome.Wrong(Reply.NOT_IMPLEMENTED));
    assertThat(Messages.read(Reply.error(update, Reply.NOT_IMPLEMENTED)).getRcode())
        .isEqualTo(Rcode.NOTIMP);
    byte[] none = Messages.question("web", Type.A).toWire();
    none[5] = 0;
    assertThat(Query.read(none)).isEqualTo(new Query.Outcome.Wrong(Reply.FORMAT_ERROR));
    byte[] loop = Messages.question("web", Type.A).toWire();
    loop[12] = (byte) 0xc0;
    loop[13] = 12;
    assertThat(Query.read(loop)).isEqualTo(new Query.Outcome.Wrong(Reply.FORMAT_ERROR));
  }

  @Test
  void hostileMessages() {
    Random random = new Random(11);
    Message question = Messages.question("a.long.name.of.many", Type.A);
    question.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
    byte[] good = question.toWire();
    int readable = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 40));
      for (int n = random.nextInt(6); n > 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (Query.read(bytes) instanceof Query.Outcome.Asked(Query query)) {
        readable++;
        Optional<byte[]> answer = answers.answer(query, query.payload());
        answer.ifPresent(a -> assertThat(a.length).isLessThanOrEqualTo(query.payload()));
        Messages.read(Reply.empty(query, Reply.SERVER_FAILURE));
        query.isAnsweredBy(bytes, random.nextInt(bytes.length + 1));
      }
    }
    assertThat(readable).isGreaterThan(1000);
  }
}
