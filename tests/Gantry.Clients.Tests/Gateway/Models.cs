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

    /// <summary>Not offered by anybody.</summary>
    public const string Unknown = "no-such-model";
}
