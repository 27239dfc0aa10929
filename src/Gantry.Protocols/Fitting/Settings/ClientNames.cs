namespace Gantry.Protocols.Fitting.Settings;

/// <summary>What clients and messages call things.</summary>
internal static class ClientNames
{
    /// <summary>How a protocol is called in a message to a client.</summary>
    public static string Of(Protocol protocol) => protocol switch
    {
        Protocol.Chat => "Chat Completions",
        Protocol.Gemini => "Gemini",
        _ => protocol.ToString(),
    };

    /// <summary>The member that asks for several answers.</summary>
    public static string Candidates(Protocol client) => client == Protocol.Gemini ? "generationConfig.candidateCount" : "n";

    /// <summary>The member that lists stop sequences.</summary>
    public static string Stop(Protocol client) => client switch
    {
        Protocol.Gemini => "generationConfig.stopSequences",
        Protocol.Messages => "stop_sequences",
        _ => "stop",
    };
}
