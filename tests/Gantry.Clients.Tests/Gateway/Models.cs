namespace Gantry.Clients.Tests.Gateway;

/// <summary>Model names that the clients ask for, some of their own accord.</summary>
internal static class Models
{
    public const string Claude = "claude-sonnet-5";
    public const string ClaudeSmall = "claude-haiku-4-5";
    public const string Gpt = "gpt-5.5";
    public const string Gemini = "gemini-3.8-flash";
    public const string Embedding = "text-embedding-3-small";
    public const string GeminiEmbedding = "gemini-embedding-001";
    public const string Image = "gpt-image-1";

    /// <summary>Answers every question with 60 pieces of text, 20 ms apart; the scripted upstream reads that out of the name.</summary>
    public const string Paced = "sim-text-n60-i50";

    /// <summary>Everything that the gateway offers. The names after the known ones are those that clients choose by themselves: router, search, titles.</summary>
    public static IReadOnlyList<string> Offered { get; } =
    [
        Claude, ClaudeSmall, Gpt, OwnName, Gemini, Embedding, GeminiEmbedding, Image, Paced,
        "gemini-3.5-flash-lite", "gemini-3.1-pro-preview", "gemini-3-flash-preview",
    ];

    /// <summary>A name that no client knows anything about.</summary>
    public const string OwnName = "our-own-model";

    /// <summary>Models behind upstreams that speak one protocol each and refuse what its vendor refuses, by that protocol's name.</summary>
    public static IReadOnlyDictionary<string, string> Over { get; } = new Dictionary<string, string>
    {
        ["chat"] = "gpt-5.2",
        ["responses"] = "gpt-5.5",
        ["messages"] = "claude-sonnet-4-5",
        ["gemini"] = "gemini-3-flash-preview",
        ["converse"] = "anthropic.claude-sonnet-4-5-20250929-v1:0",
    };

    /// <summary>The public name of the model that is served in <paramref name="protocol"/> alone.</summary>
    public static string Crossing(string protocol) => "over-" + protocol;

    /// <summary>Not offered by anybody.</summary>
    public const string Unknown = "no-such-model";
}
