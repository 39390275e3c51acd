package io.millrace.systemtest;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;

/** What a hostile or broken client may send over RTMP; each must end that client's connection, and no other. */
enum RtmpAttack {
    NONSENSE_INSTEAD_OF_A_HANDSHAKE {
        @Override
        void send(RtmpClient client) throws IOException {
            byte[] nonsense = new byte[1 << 16];
            new Random(1).nextBytes(nonsense);
            nonsense[0] = 'x';
            client.raw().write(nonsense);
        }
    },
    NONSENSE_AFTER_THE_HANDSHAKE {
        @Override
        void send(RtmpClient client) throws IOException {
            byte[] nonsense = new byte[1 << 20];
            new Random(2).nextBytes(nonsense);
            client.handshake().raw().write(nonsense);
        }
    },
    CHUNK_SIZE_ZERO {
        @Override
        void send(RtmpClient client) throws IOException {
            client.handshake().send(2, RtmpClient.SET_CHUNK_SIZE, 0, 0, new byte[4]);
        }
    },
    A_CONTINUATION_OF_NOTHING {
        @Override
        void send(RtmpClient client) throws IOException {
            client.handshake().raw().write(0xC0 | 9);
        }
    },
    A_MESSAGE_OF_16_MIB {
        @Override
        void send(RtmpClient client) throws IOException {
            client.handshake().connect("live").raw().write(unfinishedMessage(5, 0xFFFFFF, 0));
        }
    },
    UNFINISHED_MESSAGES_ON_MANY_CHUNK_STREAMS {
        @Override
        void send(RtmpClient client) throws IOException {
            client.handshake().connect("live");
            for (int id = 4; id < 60; id++) {
                client.raw().write(unfinishedMessage(id, 9 << 20, 64 << 10));
            }
            for (int id = 64; id < 2000; id++) {
                ByteArrayOutputStream chunk = new ByteArrayOutputStream();
                chunk.write(1);
                chunk.write(id - 64 & 0xFF);
                chunk.write(id - 64 >> 8);
                chunk.write(new byte[] {0, 0, 0, 0, 0, 1, 9, 1, 0, 0, 0, 0});
                client.raw().write(chunk.toByteArray());
            }
        }
    },
    A_DEEPLY_NESTED_COMMAND {
        @Override
        void send(RtmpClient client) throws IOException {
            ByteArrayOutputStream payload = command("connect");
            for (int depth = 0; depth < 20_000; depth++) {
                payload.write(new byte[] {3, 0, 1, 'a'});
            }
            client.handshake();
            client.send(3, RtmpClient.COMMAND, 0, 0, payload.toByteArray());
        }
    },
    AN_ARRAY_OF_TWO_THOUSAND_MILLION {
        @Override
        void send(RtmpClient client) throws IOException {
            ByteArrayOutputStream payload = command("connect");
            payload.write(new byte[] {10, 0x7F, -1, -1, -1});
            client.handshake();
            client.send(3, RtmpClient.COMMAND, 0, 0, payload.toByteArray());
        }
    },
    A_COMMAND_OF_A_MEBIBYTE {
        @Override
        void send(RtmpClient client) throws IOException {
            ByteArrayOutputStream payload = command("connect");
            payload.write(new byte[] {12, 0, 16, 0, 0});
            payload.write(new byte[1 << 20]);
            client.handshake();
            client.send(3, RtmpClient.COMMAND, 0, 0, payload.toByteArray());
        }
    };

    abstract void send(RtmpClient client) throws IOException;

    /** Sends it, and tells whether the connection was closed; a reset while sending is a close, too. */
    boolean endsTheConnection(RtmpClient client) throws IOException {
        try {
            send(client);
            client.raw().flush();
        } catch (SocketException e) {
            return true;
        }
        return client.isClosedByPeer();
    }

    private static ByteArrayOutputStream command(String name) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        DataOutputStream amf = new DataOutputStream(payload);
        amf.writeByte(2);
        amf.writeUTF(name);
        amf.writeByte(0);
        amf.writeDouble(1);
        return payload;
    }

    /** The first chunk of a message that is announced longer than what follows. */
    static byte[] unfinishedMessage(int chunkStream, int announced, int sent) {
        byte[] header = {
            (byte) chunkStream,
            0,
            0,
            0,
            (byte) (announced >> 16),
            (byte) (announced >> 8),
            (byte) announced,
            RtmpClient.VIDEO,
            1,
            0,
            0,
            0
        };
        return Arrays.copyOf(header, header.length + sent);
    }
}
