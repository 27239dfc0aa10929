namespace Gantry.Contracts.Manage;

/// <summary>The fixed words that fields of the management API take.</summary>
public static class WireNames
{
    /// <summary>What clients can ask for, as keys and groups name it.</summary>
    public static IReadOnlyList<string> Operations { get; } =
    [
        "chat", "completions", "count_tokens", "compact", "stored_response", "embeddings", "image_generation", "image_edit", "image_variation", "moderation", "rerank", "speech", "transcription",
        "translation", "models",
    ];

    /// <summary>The wire languages that clients and upstreams speak.</summary>
    public static IReadOnlyList<string> Protocols { get; } = ["chat", "responses", "messages", "gemini", "converse"];
}
