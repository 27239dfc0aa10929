using Gantry.Protocols.Chat;
using Gantry.Protocols.Converse;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Messages;
using Gantry.Protocols.Responses;

namespace Gantry.Protocols;

/// <summary>Chooses the codec of a protocol.</summary>
public static class ChatCodecs
{
    public static IChatCodec For(Protocol protocol) => protocol switch
    {
        Protocol.Chat => ChatCodec.Instance,
        Protocol.Responses => ResponsesCodec.Instance,
        Protocol.Messages => MessagesCodec.Instance,
        Protocol.Gemini => GeminiCodec.Instance,
        Protocol.Converse => ConverseCodec.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };
}
