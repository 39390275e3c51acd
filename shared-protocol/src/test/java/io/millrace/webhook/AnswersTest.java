package io.millrace.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.Webhook;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private final Answers answers = new Answers();

    private boolean allowed(Webhook.Style style, boolean failOpen, PostResult result) {
        return answers.verdict(TestingWebhooks.asking("a", "http://h/", style, failOpen), result)
                .allowed();
    }

    private static PostResult answer(int status, String body) {
        return new PostResult.Answered(status, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|0|true",
                "200|' 0\n'|true",
                "200|{\"code\":0}|true",
                "200|{\"code\":0,\"data\":{}}|true",
                "200|{\"code\":1}|false",
                "200|{\"code\":\"0\"}|false",
                "200|{}|false",
                "200|1|false",
                "200|''|false",
                "200|rubbish|false",
                "201|0|false",
                "302|0|false",
                "403|0|false",
                "500|0|false"
            })
    void srsAllowsByCodeZeroAndRefusesByAllElse(int status, String body, boolean expected) {
        for (boolean failOpen : new boolean[] {true, false}) {
            assertThat(allowed(Webhook.Style.SRS, failOpen, answer(status, body)))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200,true,true",
        "204,true,true",
        "401,false,false",
        "404,false,false",
        "302,true,false",
        "500,true,false"
    })
    void nodeMediaServersAllowBySuccessAndRefuseByClientErrors(int status, boolean open, boolean closed) {
        assertThat(allowed(Webhook.Style.NODE_MEDIA_SERVER, true, answer(status, "")))
                .isEqualTo(open);
        assertThat(allowed(Webhook.Style.NODE_MEDIA_SERVER, false, answer(status, "")))
                .isEqualTo(closed);
    }

    @Test
    void withoutAnAnswerTheSettingDecides() {
        for (Webhook.Style style : Webhook.Style.values()) {
            assertThat(allowed(style, true, new PostResult.Failed("late"))).isTrue();
            assertThat(allowed(style, false, new PostResult.Failed("late"))).isFalse();
        }
    }
}
