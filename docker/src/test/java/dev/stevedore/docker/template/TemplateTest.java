package dev.stevedore.docker.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eclipsesource.json.Json;
import org.junit.jupiter.api.Test;

/** What the real CLI prints for the same templates on the same JSON. */
class TemplateTest {
  private static final String CONTAINER =
      """
      {"Id":"abc","Name":"/web","Args":["-f","x"],
       "State":{"Status":"running","Running":true,"ExitCode":0,"Error":"","Health":null},
       "Config":{"Labels":{"a":"1","b":"2"},"Env":["A=b","PATH=/bin"]},
       "NetworkSettings":{"Networks":{"none":{"IPAddress":""},"host":{"IPAddress":"1.2.3.4"}}}}
      """;

  private static String fill(String template) {
    return Template.parse(template).fill(Json.parse(CONTAINER), Missing.IS_ERROR);
  }

  @Test
  void fieldsAndFunctions() {
    assertThat(fill("{{.State.Status}}")).isEqualTo("running");
    assertThat(fill("{{.State.ExitCode}} {{.State.Running}}")).isEqualTo("0 true");
    assertThat(fill("{{json .State.Status}} {{json .Args}}"))
        .isEqualTo("\"running\" [\"-f\",\"x\"]");
    assertThat(fill("{{.Args}} {{.Config.Labels}} {{.State.Health}}"))
        .isEqualTo("[-f x] map[a:1 b:2] <nil>");
    assertThat(fill("{{index .Config.Labels \"b\"}}{{index .Config.Labels \"no\"}}"))
        .isEqualTo("2");
    assertThat(fill("{{index .Args 1}} {{len .Args}}")).isEqualTo("x 2");
    assertThat(fill("{{upper .Id}} {{join .Args \",\"}} {{slice .Name 1}}"))
        .isEqualTo("ABC -f,x web");
    assertThat(fill("{{.Id | printf \"%-5s|\"}}{{printf \"%05d\" 42}}")).isEqualTo("abc  |00042");
    assertThat(fill("{{(index .Config.Env 0) | split \"=\" | len}}")).isEqualTo("1");
    assertThat(fill("{{truncate .Id 2}}{{pad .Id 1 2}}!")).isEqualTo("ab abc  !");
  }

  @Test
  void controlFlow() {
    assertThat(fill("{{range .Args}}<{{.}}>{{end}}")).isEqualTo("<-f><x>");
    assertThat(fill("{{range $i, $a := .Args}}{{$i}}={{$a}};{{end}}")).isEqualTo("0=-f;1=x;");
    assertThat(fill("{{range $k, $v := .Config.Labels}}{{$k}}{{$v}}{{end}}")).isEqualTo("a1b2");
    assertThat(fill("{{if .State.Running}}up{{else}}down{{end}}")).isEqualTo("up");
    assertThat(
            fill(
                "{{if eq .State.Status \"dead\" \"exited\"}}x{{else if .State.Error}}y{{else}}z{{end}}"))
        .isEqualTo("z");
    assertThat(fill("{{with .State.Health}}{{.Status}}{{else}}none{{end}}")).isEqualTo("none");
    assertThat(fill("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"))
        .isEqualTo("1.2.3.4");
    assertThat(fill("{{$n := .Name}}{{with .State}}{{$n}} {{$.Id}} {{.Status}}{{end}}"))
        .isEqualTo("/web abc running");
    assertThat(fill("a {{- /* gone */ -}} b {{- 1 }} {{ 2 -}} c")).isEqualTo("ab1 2c");
    assertThat(fill("{{and .Id .Name}} {{or .State.Error \"ok\"}} {{not .Id}}"))
        .isEqualTo("/web ok false");
  }

  @Test
  void namesOfGosTypesAreFoundWithoutRegardToCase() {
    assertThat(fill("{{.ID}}")).isEqualTo("abc");
  }

  @Test
  void mistakesAreSaidAsGoSaysThem() {
    assertThatThrownBy(() -> fill("{{.Foo}}"))
        .hasMessage("template: :1:2: executing \"\" at <.Foo>: map has no entry for key \"Foo\"");
    assertThatThrownBy(() -> fill("{{")).hasMessage("template: :1: unclosed action");
    assertThatThrownBy(() -> fill("{{nope .}}"))
        .hasMessage("template: :1: function \"nope\" not defined");
    assertThatThrownBy(() -> fill("{{if .Id}}x")).hasMessage("template: :1: unexpected EOF");
  }
}
