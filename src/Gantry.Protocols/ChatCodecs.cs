using Gantry.Protocols.Chat;
using Gantry.Protocols.Converse;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Messages;
using Gantry.Protocols.Responses;

namespace Gantry.Protocols;

/// <summary>The codec of every protocol. A new protocol is one folder and one line here.</summary>
public static class ChatCodecs
{
    /// <exception cref="ArgumentOutOfRangeException">There is no such protocol.</exception>
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
