namespace Gantry.Relay.State;

/// <summary>One response that can be continued, with all that has to go before it. Instructions are not part of it: they hold for one request.</summary>
internal sealed record ResponseState
{
    // What an entry costs beside its bytes, roughly.
    private const int Overhead = 1024;

    /// <summary>Who may continue it: an account, or a member of a team, as the tenant of the key.</summary>
    public required Guid AccountId { get; init; }

    public required string Id { get; init; }

    /// <summary>Every input item of the conversation up to this response, as a JSON array.</summary>
    public required byte[] Input { get; init; }

    /// <summary>The response as the client was given it.</summary>
    public required byte[] Response { get; init; }

    /// <summary>The connection that alone may continue the response; null for one that the account may ask for anywhere.</summary>
    public Guid? Scope { get; init; }

    /// <summary>The response at the upstream that <see cref="Input"/> continues; null where it is the whole conversation.</summary>
    public string? UpstreamBase { get; init; }

    /// <summary>An upstream that speaks Responses made it: thoughts that it has neither sealed nor kept mean nothing to it later.</summary>
    public bool IsRelayed { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public long Size => Input.LongLength + Response.LongLength + Overhead;

    /// <summary>The items that the response has said.</summary>
    public List<TranscriptItem> Output() => Transcript.Output(Response);

    /// <summary>What has to stand before the next input.</summary>
    public List<TranscriptItem> Conversation() => [.. Transcript.Read(Input), .. Output().Where(item => !IsRelayed || item.Type != "reasoning" || !item.Sealed.IsEmpty)];
}
