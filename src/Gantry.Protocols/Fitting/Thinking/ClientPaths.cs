namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>What a client calls the members of its request.</summary>
internal static class ClientPaths
{
    public static string Turns(Protocol client) => client switch
    {
        Protocol.Responses => "input",
        Protocol.Gemini => "contents",
        _ => "messages",
    };
}
