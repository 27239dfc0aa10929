using Gantry.Protocols;

namespace Gantry.Cli.Demo;

/// <summary>The model that a demonstration asks for in each protocol.</summary>
internal sealed record DemoModels(string Chat, string Responses, string Messages, string Gemini)
{
    /// <summary>The model of one of the four chat protocols.</summary>
    public string this[Protocol protocol] => protocol switch
    {
        Protocol.Chat => Chat,
        Protocol.Responses => Responses,
        Protocol.Messages => Messages,
        Protocol.Gemini => Gemini,
        _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "Not one of the four chat protocols."),
    };
}
