package io.millrace.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeTest {
    private static final int PACKET = 1536;

    /** Notes the user events that pass. */
    private static final class Events extends ChannelInboundHandlerAdapter {
        final List<Object> events = new ArrayList<>();

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            events.add(event);
        }
    }

    private final Events events = new Events();
    private final EmbeddedChannel server = new EmbeddedChannel(new ServerHandshake(), events);

    private static byte[] c1() {
        byte[] c1 = new byte[PACKET];
        new Random(1).nextBytes(c1);
        return c1;
    }

    private static byte[] read(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        return ByteBufUtil.getBytes(all);
    }

    @Test
    void aSimpleClientIsAnsweredWithItsOwnBytesAndWhatFollowsC2GoesOn() {
        byte[] c1 = c1();
        server.writeInbound(Unpooled.wrappedBuffer(new byte[] {3}, c1));
        byte[] answer = read(server);
        assertThat(answer).hasSize(1 + 2 * PACKET);
        assertThat(answer[0]).isEqualTo((byte) 3);
        assertThat(Arrays.copyOfRange(answer, 5, 9)).containsOnly(0);
        assertThat(Arrays.copyOfRange(answer, 1 + PACKET, answer.length)).isEqualTo(c1);
        assertThat(events.events).isEmpty();

        server.writeInbound(Unpooled.wrappedBuffer(new byte[PACKET], new byte[] {7}));
        assertThat(events.events).containsExactly(HandshakeDone.SIMPLE);
        assertThat(server.pipeline().get(ServerHandshake.class)).isNull();
        ByteBuf rest = server.readInbound();
        assertThat(ByteBufUtil.hexDump(rest)).isEqualTo("07");
        rest.release();
    }

    @ParameterizedTest
    @EnumSource(DigestScheme.class)
    void aClientWithADigestIsAnsweredWithDigestsOfTheSameScheme(DigestScheme scheme) {
        byte[] c1 = c1();
        c1[4] = (byte) 0x80;
        scheme.signClient(c1);
        server.writeInbound(Unpooled.wrappedBuffer(new byte[] {3}, c1));
        byte[] answer = read(server);
        byte[] s1 = Arrays.copyOfRange(answer, 1, 1 + PACKET);
        byte[] s2 = Arrays.copyOfRange(answer, 1 + PACKET, answer.length);
        assertThat(scheme.verifiesServer(s1)).isTrue();
        byte[] expected = s2.clone();
        DigestScheme.signAnswer(expected, scheme.digest(c1), true);
        assertThat(s2).isEqualTo(expected).isNotEqualTo(c1);
        server.writeInbound(Unpooled.wrappedBuffer(new byte[PACKET]));
        assertThat(events.events).containsExactly(HandshakeDone.DIGEST);
        server.finishAndReleaseAll();
    }

    @Test
    void aWrongDigestMakesTheHandshakeSimple() {
        byte[] c1 = c1();
        DigestScheme.KEY_FIRST.signClient(c1);
        c1[1500] ^= 1;
        server.writeInbound(Unpooled.wrappedBuffer(new byte[] {3}, c1));
        byte[] answer = read(server);
        assertThat(Arrays.copyOfRange(answer, 1 + PACKET, answer.length)).isEqualTo(c1);
        server.finishAndReleaseAll();
    }

    @Test
    void bytesThatComeOneByOneMakeAHandshakeToo() {
        server.writeInbound(Unpooled.wrappedBuffer(new byte[] {3}));
        for (byte octet : c1()) {
            server.writeInbound(Unpooled.wrappedBuffer(new byte[] {octet}));
        }
        assertThat(read(server)).hasSize(1 + 2 * PACKET);
        for (int i = 0; i < PACKET; i++) {
            assertThat(events.events).isEmpty();
            server.writeInbound(Unpooled.wrappedBuffer(new byte[] {0}));
        }
        assertThat(events.events).containsExactly(HandshakeDone.SIMPLE);
        server.finishAndReleaseAll();
    }

    @Test
    void anotherVersionIsRefusedAtItsFirstByte() {
        assertThatThrownBy(() -> server.writeInbound(Unpooled.wrappedBuffer("GET / HTTP/1.1\r\n".getBytes())))
                .hasCauseInstanceOf(RtmpProtocolException.class)
                .hasMessageContaining("RTMP version: 71 (expected: 3)");
        server.writeInbound(Unpooled.wrappedBuffer(new byte[5000]));
        assertThat(read(server)).isEmpty();
        server.finishAndReleaseAll();
    }

    @Test
    void ourClientAndOurServerAgree() {
        Events clientEvents = new Events();
        EmbeddedChannel client = new EmbeddedChannel(new ClientHandshake(), clientEvents);
        server.writeInbound(Unpooled.wrappedBuffer(read(client)));
        client.writeInbound(Unpooled.wrappedBuffer(read(server), new byte[] {9}));
        server.writeInbound(Unpooled.wrappedBuffer(read(client)));
        assertThat(events.events).containsExactly(HandshakeDone.SIMPLE);
        assertThat(clientEvents.events).containsExactly(HandshakeDone.SIMPLE);
        ByteBuf rest = client.readInbound();
        assertThat(rest.readByte()).isEqualTo((byte) 9);
        rest.release();
    }
}
