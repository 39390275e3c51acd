package io.millrace.rtmp.command;

import io.millrace.rtmp.message.CommandMessage;

/** A command from a client, with its arguments read as far as they are there; what is missing has a default. */
public sealed interface RtmpCommand
        permits Connect,
                CreateStream,
                ReleaseStream,
                FcPublish,
                FcUnpublish,
                FcSubscribe,
                Publish,
                Unpublish,
                Play,
                Play2,
                Pause,
                ReceiveAudio,
                ReceiveVideo,
                Seek,
                CloseStream,
                DeleteStream,
                GetStreamLength,
                CheckBandwidth,
                Answer,
                UnknownCommand {

    /** Never fails: a name that is none of ours gives an {@link UnknownCommand}. */
    static RtmpCommand of(CommandMessage message) {
        Arguments arguments = new Arguments(message.arguments());
        return switch (message.name()) {
            case "connect" -> Connect.of(message.commandObject());
            case "createStream" -> new CreateStream();
            case "releaseStream" -> new ReleaseStream(arguments.text(0));
            case "FCPublish" -> new FcPublish(arguments.text(0));
            case "FCUnpublish" -> new FcUnpublish(arguments.text(0));
            case "FCSubscribe" -> new FcSubscribe(arguments.text(0));
            case "publish" ->
                arguments.flag(0, true) ? new Publish(arguments.text(0), arguments.text(1)) : new Unpublish();
            case "play" -> new Play(arguments.text(0), arguments.number(1, -2), arguments.reset(3));
            case "play2" -> Play2.of(arguments);
            case "pause", "pauseRaw" -> new Pause(arguments.flag(0, true), arguments.number(1, 0));
            case "receiveAudio" -> new ReceiveAudio(arguments.flag(0, true));
            case "receiveVideo" -> new ReceiveVideo(arguments.flag(0, true));
            case "seek" -> new Seek(arguments.number(0, 0));
            case "closeStream" -> new CloseStream();
            case "deleteStream" -> new DeleteStream((int) arguments.number(0, 0));
            case "getStreamLength" -> new GetStreamLength(arguments.text(0));
            case "_checkbw", "checkBandwidth" -> new CheckBandwidth();
            case "_result", "_error", "onStatus" -> new Answer();
            default -> new UnknownCommand(message.name());
        };
    }
}
