namespace Gantry.Protocols.Errors;

/// <summary>The numbers of a request that does not fit into a model, as far as its provider names them. All in tokens.</summary>
/// <param name="Input">The prompt, or the whole request where the provider tells no more.</param>
/// <param name="Output">The answer that was asked for.</param>
/// <param name="Limit">What the model takes.</param>
public readonly record struct ContextOverflow(long? Input, long? Output, long? Limit)
{
    /// <summary>Nothing is known.</summary>
    public bool IsEmpty => Input is null && Output is null && Limit is null;

    /// <summary>The sentence that clients of Anthropic act on; null where the numbers do not suffice for one.</summary>
    /// <remarks>
    /// Claude Code reads the three numbers of the first form and asks again with a smaller <c>max_tokens</c>; the second form makes it compact
    /// the conversation. A prompt that is too long by itself must take the second: with the first, the smaller limit would be negative.
    /// </remarks>
    public string? AnthropicSentence()
    {
        if (Input is not { } input || Limit is not { } limit) return null;
        if (input > limit) return $"prompt is too long: {input} tokens > {limit} maximum";
        return Output is { } output && input + output > limit
            ? $"input length and `max_tokens` exceed context limit: {input} + {output} > {limit}, decrease input length or `max_tokens` and try again"
            : null;
    }
}
