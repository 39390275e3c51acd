package io.millrace.controlplane.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import org.junit.jupiter.api.Test;

class KeyCipherTest {
    private static KeyCipher of(String secret) {
        return new KeyCipher(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static ECPrivateKey key() throws Exception {
        return new ECKeyGenerator(Curve.P_256).generate().toECPrivateKey();
    }

    @Test
    void whatIsSealedOpensByTheSameSecretAndForTheSameIdOnly() throws Exception {
        ECPrivateKey key = key();
        String sealed = of("one").seal("id", key);
        assertThat(of("one").open("id", sealed)).contains(key);
        assertThat(of("two").open("id", sealed)).isEmpty();
        assertThat(of("one").open("other", sealed)).isEmpty();
    }

    @Test
    void noTwoAreSealedAlike() throws Exception {
        ECPrivateKey key = key();
        assertThat(of("one").seal("id", key)).isNotEqualTo(of("one").seal("id", key));
    }

    @Test
    void whatWasChangedDoesNotOpen() throws Exception {
        String sealed = of("one").seal("id", key());
        char other = sealed.charAt(30) == 'A' ? 'B' : 'A';
        assertThat(of("one").open("id", sealed.substring(0, 30) + other + sealed.substring(31)))
                .isEmpty();
        assertThat(of("one").open("id", "")).isEmpty();
        assertThat(of("one").open("id", "not base64!")).isEmpty();
    }
}
