package io.millrace.controlplane.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketLimits;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.RefererRules;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BucketSettingsCheckTest {
    private static final BucketSettings PLAIN = BucketSettings.of(BucketAcl.PRIVATE, false, false, true, false, 100);

    private final BucketSettingsCheck check = new BucketSettingsCheck();

    @Test
    void rulesThatCanBeReadAreTaken() {
        BucketSecurity security = security(
                new AddressRules(List.of("10.0.0.0/8", "2001:db8::/32"), List.of("10.0.0.1")),
                AddressRules.ANY,
                new RefererRules(List.of("*.example.com"), List.of("bad.example.com"), true));

        assertThatCode(() -> check.check(PLAIN.withSecurity(security).withLimits(new BucketLimits(1, 2, 3))))
                .doesNotThrowAnyException();
    }

    @Test
    void aRuleThatCannotBeReadIsNamed() {
        AddressRules allows = new AddressRules(List.of("10.0.0.0/8", "10.0.0.0/40"), List.of());
        AddressRules denies = new AddressRules(List.of(), List.of("everybody"));

        assertInvalid(security(allows, AddressRules.ANY, RefererRules.ANY), "security.publishFrom.allow[1]: ");
        assertInvalid(security(AddressRules.ANY, denies, RefererRules.ANY), "security.playFrom.deny[0]: ");
        assertInvalid(
                security(
                        AddressRules.ANY,
                        AddressRules.ANY,
                        new RefererRules(List.of("https://example.com/"), List.of(), false)),
                "security.referers.allow[0]: ");
        assertInvalid(
                security(AddressRules.ANY, AddressRules.ANY, new RefererRules(List.of(), List.of("*"), false)),
                "security.referers.deny[0]: ");
    }

    @Test
    void thereAreNotTooManyRules() {
        AddressRules many = new AddressRules(Collections.nCopies(1001, "10.0.0.1"), List.of());

        assertInvalid(security(many, AddressRules.ANY, RefererRules.ANY), "security.publishFrom.allow: ");
    }

    private void assertInvalid(BucketSecurity security, String message) {
        AdminException refused =
                catchThrowableOfType(AdminException.class, () -> check.check(PLAIN.withSecurity(security)));
        assertThat(refused).hasMessageStartingWith(message);
        assertThat(refused.status()).isEqualTo(400);
    }

    private static BucketSecurity security(AddressRules publishFrom, AddressRules playFrom, RefererRules referers) {
        return new BucketSecurity(Optional.empty(), false, false, publishFrom, playFrom, referers, false, 0);
    }
}
