package io.millrace.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.RefererRules;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketRulesTest {
    @Test
    void withoutRulesEverybodyPasses() throws Exception {
        BucketRules none = new BucketRules(BucketSecurity.NONE);

        assertThat(none.publishesFrom(InetAddress.getByName("203.0.113.1"))).isTrue();
        assertThat(none.playsFrom(null)).isTrue();
        assertThat(none.playsOn(Optional.empty())).isTrue();
        assertThat(none.playsOn(Optional.of("https://example.com/"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10.1.0.1, true", "10.0.0.9, false", "203.0.113.1, false"})
    void denialsComeBeforeAllowances(String address, boolean passes) throws Exception {
        AddressRules rules = new AddressRules(List.of("10.0.0.0/8"), List.of("10.0.0.0/16"));
        InetAddress from = InetAddress.getByName(address);

        assertThat(rules(rules, AddressRules.ANY).publishesFrom(from)).isEqualTo(passes);
        assertThat(rules(rules, AddressRules.ANY).playsFrom(from)).isTrue();
        assertThat(rules(AddressRules.ANY, rules).playsFrom(from)).isEqualTo(passes);
        assertThat(rules(AddressRules.ANY, rules).publishesFrom(from)).isTrue();
    }

    @Test
    void aRuleThatCannotBeReadOpensNothing() throws Exception {
        InetAddress from = InetAddress.getByName("203.0.113.1");

        assertThat(rules(new AddressRules(List.of("all"), List.of()), AddressRules.ANY)
                        .publishesFrom(from))
                .isFalse();
        assertThat(rules(new AddressRules(List.of(), List.of("all")), AddressRules.ANY)
                        .publishesFrom(from))
                .isFalse();
        assertThat(sites(List.of(), List.of("http://x/"), false).playsOn(Optional.of("https://example.com/")))
                .isFalse();
    }

    @Test
    void anUnknownAddressPassesNoRule() {
        assertThat(rules(new AddressRules(List.of("0.0.0.0/0"), List.of()), AddressRules.ANY)
                        .publishesFrom(null))
                .isFalse();
        assertThat(rules(new AddressRules(List.of(), List.of("10.0.0.0/8")), AddressRules.ANY)
                        .publishesFrom(null))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/watch, true",
        "HTTP://Example.COM:8080, true",
        "https://example.com./, true",
        "https://www.example.com/, true",
        "https://deep.www.example.com/, true",
        "https://bad.example.com/, false",
        "https://example.org/, false",
        "https://notexample.com/, false",
        "https://example.com.evil.net/, false",
        "https://example.com@evil.net/, false",
        "https://evil.net/https://example.com/, false",
        "https://evil.net?https://example.com/, false",
        "https://evil.net#@example.com, false"
    })
    void theHostOfThePageDecides(String page, boolean passes) {
        BucketRules rules = sites(List.of("Example.com", "*.example.com"), List.of("bad.example.com"), false);

        assertThat(rules.playsOn(Optional.of(page))).isEqualTo(passes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "example.com", "://example.com", "https://"})
    void whatNamesNoHostIsNoPage(String page) {
        assertThat(sites(List.of("example.com"), List.of(), false).playsOn(Optional.of(page)))
                .isTrue();
        assertThat(sites(List.of("example.com"), List.of(), true).playsOn(Optional.of(page)))
                .isFalse();
        assertThat(sites(List.of(), List.of(), true).playsOn(Optional.empty())).isFalse();
    }

    @Test
    void aPatternForThoseBelowDoesNotMatchTheNameItself() {
        BucketRules below = sites(List.of("*.example.com"), List.of(), false);

        assertThat(below.playsOn(Optional.of("https://example.com/"))).isFalse();
        assertThat(below.playsOn(Optional.of("https://a.example.com/"))).isTrue();
        assertThat(sites(List.of("2001:db8::1"), List.of(), false).playsOn(Optional.of("http://[2001:db8::1]:80/")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*.", "https://example.com", "example.com:80", "a..b", "*.*.com", "exa mple.com"})
    void anythingElseIsNoPattern(String text) {
        assertThat(SitePattern.parse(text)).isEmpty();
    }

    private static BucketRules rules(AddressRules publish, AddressRules play) {
        return new BucketRules(
                new BucketSecurity(Optional.empty(), false, false, publish, play, RefererRules.ANY, false, 0));
    }

    private static BucketRules sites(List<String> allow, List<String> deny, boolean required) {
        return new BucketRules(new BucketSecurity(
                Optional.empty(),
                false,
                false,
                AddressRules.ANY,
                AddressRules.ANY,
                new RefererRules(allow, deny, required),
                false,
                0));
    }
}
