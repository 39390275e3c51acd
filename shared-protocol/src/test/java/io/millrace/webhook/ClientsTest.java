package io.millrace.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.auth.Right;
import io.millrace.channel.Bearer;
import io.millrace.rtmp.address.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final Parameter TOKEN = new Parameter("token", "eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiIxIn0.c2ln");
    private static final Parameter OTHER = new Parameter("token", "of their own");

    @Test
    void whatATokenSaysIsToldOfWhoHasIt() {
        Right right = new Right(
                Optional.of(Instant.EPOCH),
                Optional.of("id"),
                Optional.empty(),
                Optional.of("user-7"),
                OptionalInt.empty(),
                Map.of("seat", "12"));
        assertThat(Clients.bearer(right)).contains(new Bearer(Optional.of("user-7"), Map.of("seat", "12")));
        assertThat(Clients.bearer(Right.LASTING)).isEmpty();
        assertThat(Clients.bearer(Right.until(Instant.EPOCH))).isEmpty();
    }

    @Test
    void tokensAreLeftOutOfParametersAndTextsOfOthersAreNot() {
        assertThat(Clients.param(List.of(new Parameter("a", "b"), TOKEN, OTHER)))
                .isEqualTo("?a=b&token=of%20their%20own");
        assertThat(Clients.param(List.of(TOKEN))).isEmpty();
    }

    @Test
    void tokensAreLeftOutOfAddresses() {
        String token = TOKEN.name() + '=' + TOKEN.value();
        assertThat(Clients.withoutTokens("rtmp://host/live?" + token)).isEqualTo("rtmp://host/live?");
        assertThat(Clients.withoutTokens("live?a=b&" + token + '&' + token + "&c=d"))
                .isEqualTo("live?a=b&c=d");
        assertThat(Clients.withoutTokens("live?" + token + "/cam")).isEqualTo("live?/cam");
        assertThat(Clients.withoutTokens("live?token=theirs&mytoken=eyJ")).isEqualTo("live?token=theirs&mytoken=eyJ");
    }
}
