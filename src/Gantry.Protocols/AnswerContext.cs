using Gantry.Protocols.Hub;
using Gantry.Protocols.Tokens;

namespace Gantry.Protocols;

/// <summary>What a writer of an answer has to know beside the answer.</summary>
/// <param name="Request">The request that is answered: dialects echo it, and it says what the client wants to see.</param>
public sealed record AnswerContext(ChatRequest Request)
{
    /// <summary>Unique and stable for this exchange; ids of the dialect are made of it.</summary>
    public required string RequestId { get; init; }

    /// <summary>When the answer began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Chat: the client asked for the usage chunk.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Gemini: the client asked for a stream as one growing array instead of events.</summary>
    public bool JsonArray { get; init; }

    /// <summary>Messages: what to say of the prompt's tokens at the beginning, where the upstream tells them at the end; null for 0.</summary>
    public PromptEstimate? Prompt { get; init; }
}
