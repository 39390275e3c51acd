package io.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedirectMarkTest {
    @Test
    void whatIsSignedIsTheAddressWithoutTheMark() {
        assertThat(RedirectMark.without("/live/a.flv")).isEqualTo("/live/a.flv");
        assertThat(RedirectMark.without("/live/a.flv?redirected=1")).isEqualTo("/live/a.flv");
        assertThat(RedirectMark.without("/live/a.flv?Signature=x%3D&redirected=1"))
                .isEqualTo("/live/a.flv?Signature=x%3D");
        assertThat(RedirectMark.without("/live/a.flv?redirected=10&b")).isEqualTo("/live/a.flv?redirected=10&b");
    }

    @Test
    void theMarkIsAddedOnceToWhateverStoodThere() {
        assertThat(RedirectMark.queryWith("/live/a.flv")).isEqualTo("?redirected=1");
        assertThat(RedirectMark.queryWith("/live/a.flv?a=%20&redirected=1")).isEqualTo("?a=%20&redirected=1");
        assertThat(RedirectMark.queryWith("/live/a.flv?a=\u00fc\u0001")).isEqualTo("?a=%FC%01&redirected=1");
        assertThat(RedirectMark.isIn("/live/a.flv?a=%20&redirected=1")).isTrue();
        assertThat(RedirectMark.isIn("/live/redirected=1.flv")).isFalse();
    }
}
