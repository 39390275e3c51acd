package io.millrace.controlplane.oss.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What any request may be wrong in, and objects. */
class OssHttpTest extends OssHttpFixture {
    @Test
    void entitiesAreNotExpanded() throws Exception {
        String bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                + configuration("<Description>&b;&b;&b;</Description>" + TARGET);
        String external = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"
                + configuration("<Description>&a;</Description>" + TARGET);
        String nested = configuration("<a>".repeat(200) + "</a>".repeat(200) + TARGET);

        for (String document : new String[] {bomb, external, nested, "", "no xml", "<Other/>", "\u0000"}) {
            assertError(client.signed("PUT", "/live/bomb", "live=", document), 400, "MalformedXML", "");
        }
        assertThat(client.signed("GET", "/live/bomb", "live=", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aBodyBeyondTheBoundIsRefused() throws Exception {
        assertError(
                client.signed("PUT", "/live/big", "live=", configuration("x".repeat(8 << 10))),
                400,
                "EntityTooLarge",
                "");
        assertError(client.signed("PUT", "/live/big.bin", "", "x".repeat(101 << 10)), 400, "EntityTooLarge", "");
    }

    @Test
    void aContentMd5IsChecked() throws Exception {
        String document = configuration(TARGET);
        String right = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(document.getBytes(StandardCharsets.UTF_8)));

        assertThat(client.signed("PUT", "/live/digest", "live=", document, "Content-MD5", right)
                        .statusCode())
                .isEqualTo(200);
        assertError(
                client.signed("PUT", "/live/digest", "live=", document + " ", "Content-MD5", right),
                400,
                "InvalidDigest",
                "");
    }

    @Test
    void objectsAreStoredReadInPartsListedAndDeleted() throws Exception {
        String bucket = newBucket("objects", "private");
        for (String key : new String[] {"a/1", "a/2", "b c+d", "z"}) {
            HttpResponse<String> put =
                    client.signed("PUT", bucket + key, "", "0123456789", "Content-Type", "text/plain");
            assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
            assertThat(put.headers().firstValue("ETag")).contains("\"781E5E245D69B566979B86E28D23F2C7\"");
        }
        server.store()
                .put("objects", ".millrace/pages/x/0.json", "application/json", Unpooled.wrappedBuffer(new byte[1]))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        HttpResponse<String> part = client.signed("GET", bucket + "b c+d", "", "", "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
        assertThat(client.signed("GET", bucket + "z", "", "", "Range", "bytes=-3")
                        .body())
                .isEqualTo("789");
        assertError(client.signed("GET", bucket + "z", "", "", "Range", "bytes=10-"), 416, "InvalidRange", "");
        assertThat(client.signed("GET", bucket + "z", "", "", "Range", "lines=1-2")
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> head = client.signed("HEAD", bucket + "z", "", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).contains("10");
        assertThat(head.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(client.signed("GET", bucket + "z", "", "", "If-None-Match", "\"781E5E245D69B566979B86E28D23F2C7\"")
                        .statusCode())
                .isEqualTo(304);
        assertError(client.signed("GET", bucket + "z", "", "", "If-Match", "\"0\""), 412, "PreconditionFailed", "");

        assertThat(client.signed("GET", bucket, "max-keys=2&delimiter=%2F", "").body())
                .contains("<Contents><Key>b c+d</Key>", "<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>")
                .contains("<IsTruncated>true</IsTruncated>")
                .doesNotContain(".millrace");
        assertThat(client.signed("GET", bucket, "list-type=2&prefix=a%2F&max-keys=1", "")
                        .body())
                .contains("<KeyCount>1</KeyCount>", "<NextContinuationToken>", "<Key>a/1</Key>")
                .doesNotContain("<Owner>");
        assertThat(client.signed("GET", bucket, "encoding-type=url", "").body()).contains("<Key>b%20c%2Bd</Key>");

        assertError(client.signed("GET", bucket + ".millrace/pages/x/0.json", "", ""), 403, "AccessDenied", "");
        assertError(client.signed("PUT", bucket + "z", "acl=", ""), 501, "NotImplemented", "");
        assertError(client.signed("DELETE", bucket, "", ""), 409, "BucketNotEmpty", "");
        for (String key : new String[] {"a/1", "a/2", "b c+d", "z", "never-there"}) {
            assertThat(client.signed("DELETE", bucket + key, "", "").statusCode())
                    .isEqualTo(204);
        }
        assertError(client.signed("GET", bucket + "z", "", ""), 404, "NoSuchKey", "0026-00000001");
        assertThat(client.signed("DELETE", bucket, "", "").statusCode()).isEqualTo(204);
        assertError(client.signed("GET", bucket, "live=", ""), 404, "NoSuchBucket", "");
        assertThat(server.store()
                        .head("objects", ".millrace/pages/x/0.json")
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "nonsense and more nonsense\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "FROB /x HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void whatIsNoHttpIsRefusedInTheApisForm(String request) throws Exception {
        assertThat(raw(request)).startsWith("HTTP/1.1 ").contains("<Error><Code>", "x-oss-request-id");
    }

    @Test
    void listBucketsHasAHostThatBeginsWithADot() throws Exception {
        String answer = raw("GET / HTTP/1.1\r\nHost: .oss-cn-hangzhou.aliyuncs.com\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("<Code>AccessDenied</Code>");
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForLong() throws Exception {
        String target = PresignedTarget.put("live", "slow", System.currentTimeMillis() / 1000 + 60);

        assertThat(raw("PUT " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nabc"))
                .contains("<Code>RequestTimeout</Code>");
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                answer.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                if (answer.indexOf("</Error>") > 0) {
                    break;
                }
            }
            return answer.toString();
        }
    }
}
