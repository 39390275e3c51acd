package io.millrace.tls;

import static io.millrace.tls.TestingCertificate.pem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.PrivateKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    private static final TestingCertificate EC = TestingCertificate.make("EC");
    private static final TestingCertificate RSA = TestingCertificate.make("RSA");

    /** What PKCS #8 puts in front of keys of 2048 bits as PKCS #1 has them, and of those on P-256 as SEC 1 has them. */
    private static final int RSA_HEADER = 26;

    private static final int EC_HEADER = 28;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void aCertificateAndItsKeyAreRead(String algorithm) {
        TestingCertificate made = TestingCertificate.make(algorithm);
        Identity identity = read(made.certificatePem(), made.keyPem());
        assertThat(identity.chain()).isEqualTo(made.chain());
        assertThat(identity.key()).isEqualTo(made.key());
        assertThat(identity.toString())
                .contains("CN=server", made.certificate().getSerialNumber().toString(16));
    }

    @Test
    void theOlderFormsOfKeysAreReadToo() {
        String pkcs1 = pem("RSA PRIVATE KEY", without(RSA_HEADER, RSA.key()));
        String sec1 = pem("EC PARAMETERS", new byte[] {6, 1, 1}) + pem("EC PRIVATE KEY", without(EC_HEADER, EC.key()));

        assertThat(read(RSA.certificatePem(), pkcs1).key()).isEqualTo(RSA.key());
        assertThat(read(EC.certificatePem(), sec1).key()).isEqualTo(EC.key());
    }

    private static byte[] without(int header, PrivateKey key) {
        byte[] pkcs8 = key.getEncoded();
        assertThat(pkcs8[header]).as("a sequence").isEqualTo((byte) 0x30);
        return Arrays.copyOfRange(pkcs8, header, pkcs8.length);
    }

    @Test
    void oneFileMayHoldAllWithExplanations() {
        String all = "Subject: server\n" + EC.keyPem() + "\nand\r\n"
                + EC.certificatePem().replace("\n", "\r\n");
        assertThat(read(all, all).chain()).isEqualTo(EC.chain());
    }

    @Test
    void aChainHasTheCertificateOfTheAuthorityBehindTheServers() {
        TestingCertificate signed = TestingCertificate.makeSigned("EC");
        assertThat(signed.chain()).hasSize(2);
        assertThat(read(signed.certificatePem(), signed.keyPem()).chain()).isEqualTo(signed.chain());
        assertThatThrownBy(() -> Identity.chain(EC.certificatePem() + signed.certificatePem()))
                .hasMessage("certificate 2 is not of the authority that has signed 1");
    }

    @Test
    void whatIsNoCertificateIsRefused() {
        String good = EC.certificatePem();
        assertThatThrownBy(() -> Identity.chain("")).hasMessage("it holds no certificate");
        assertThatThrownBy(() -> Identity.chain(EC.keyPem())).hasMessage("it holds no certificate");
        assertThatThrownBy(() -> Identity.chain("\u0000\u0001")).hasMessage("it holds no certificate");
        assertThatThrownBy(() -> Identity.chain(good.replace("M", "*"))).hasMessage("it is no Base64");
        assertThatThrownBy(() -> Identity.chain(pem("CERTIFICATE", new byte[100])))
                .hasMessage("it holds a certificate that cannot be read");
    }

    @Test
    void aFileThatIsBrokenOffAnywhereIsRefused() {
        String chain = RSA.certificatePem() + RSA.certificatePem();
        int whole = RSA.certificatePem().length();
        for (int length = 0; length < chain.length(); length++) {
            String part = chain.substring(0, length);
            // At the end of the first there is nothing to be seen; neither is in the few bytes of a mark that has
            // begun.
            if (length < whole - 1 || length >= whole + "-----BEGIN ".length() && length < chain.length() - 1) {
                assertThatThrownBy(() -> Identity.chain(part)).as(part).isInstanceOf(PemException.class);
            }
        }
        String key = RSA.keyPem();
        for (int length = 0; length < key.length() - 1; length++) {
            String part = key.substring(0, length);
            assertThatThrownBy(() -> read(RSA.certificatePem(), part)).isInstanceOf(PemException.class);
        }
    }

    @Test
    void whatIsNotTheKeyIsRefusedWithoutAWordOfIt() {
        String other = TestingCertificate.make("EC").keyPem();
        String encrypted = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
                + "-----END RSA PRIVATE KEY-----\n";

        assertThatThrownBy(() -> read(EC.certificatePem(), "")).hasMessage("it holds no private key");
        assertThatThrownBy(() -> read(EC.certificatePem(), EC.certificatePem())).hasMessage("it holds no private key");
        assertThatThrownBy(() -> read(EC.certificatePem(), other)).hasMessage("its key is not that of the certificate");
        assertThatThrownBy(() -> read(EC.certificatePem(), RSA.keyPem()))
                .hasMessage("it holds no key for EC, as the certificate has");
        assertThatThrownBy(() -> read(RSA.certificatePem(), encrypted)).hasMessage("it is encrypted");
        assertThatThrownBy(() -> read(RSA.certificatePem(), pem("ENCRYPTED PRIVATE KEY", new byte[9])))
                .hasMessage("it is encrypted");
        assertThatThrownBy(() -> read(RSA.certificatePem(), pem("OPENSSH PRIVATE KEY", new byte[9])))
                .hasMessage("its form, OPENSSH PRIVATE KEY, is not known");
        assertThat(PemBlock.parse(other)).hasToString("[PRIVATE KEY]");
    }

    private static Identity read(String certificates, String key) {
        return Identity.of(Identity.chain(certificates), key);
    }
}
