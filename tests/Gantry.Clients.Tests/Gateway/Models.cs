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
    public const string Paced = "sim-text-n60-i20";

    /// <summary>Everything that the gateway offers. The names after the known ones are those that clients choose by themselves: router, search, titles.</summary>
    public static IReadOnlyList<string> Offered { get; } =
    [
        Claude, ClaudeSmall, Gpt, OwnName, Gemini, Embedding, GeminiEmbedding, Image, Paced,
        "gemini-3.5-flash-lite", "gemini-3.1-pro-preview", "gemini-3-flash-preview",
    ];

    /// <summary>A name that no client knows anything about.</summary>
    public const string OwnName = "our-own-model";

    /// <summary>Reached in Chat alone: what clients of other protocols ask it is translated.</summary>
    public const string OverChat = "our-chat-model";

    /// <summary>Not offered by anybody.</summary>
    public const string Unknown = "no-such-model";
}
