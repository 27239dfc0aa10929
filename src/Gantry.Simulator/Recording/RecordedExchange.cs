using Gantry.Protocols;
using Usage = Gantry.Protocols.Hub.Usage;

namespace Gantry.Simulator.Recording;

/// <summary>What arrived and what was served for it: the truth that bills and tests are checked against.</summary>
/// <remarks>Filled while it is served; read it after <see cref="Outcome"/> has left <see cref="ExchangeOutcome.Open"/>.</remarks>
public sealed class RecordedExchange
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>1, 2, 3, … in the order of arrival.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query exactly as they arrived; may hold a key.</summary>
    public required string Target { get; init; }

    /// <summary>Header fields as they arrived, secrets included.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The body as it arrived; empty when the simulator keeps no bodies.</summary>
    public ReadOnlyMemory<byte> Body { get; internal set; }

    public int BodyLength { get; internal set; }

    public string? Model { get; internal set; }

    public Protocol? Protocol { get; internal set; }

    public Operation? Operation { get; internal set; }

    /// <summary>A stream was asked for.</summary>
    public bool Stream { get; internal set; }

    /// <summary>Status served; 0 when the connection was cut before the status line.</summary>
    public int Status { get; internal set; }

    /// <summary>Body bytes handed to the connection.</summary>
    public long BytesWritten { get; internal set; }

    /// <summary>Stream frames handed to the connection.</summary>
    public long EventsWritten { get; internal set; }

    /// <summary>Answer tokens in the frames or the body handed to the connection.</summary>
    public long TokensDelivered { get; internal set; }

    /// <summary>The usage that the answer claims, or would have claimed at its end; none for errors and replays.</summary>
    public Usage? ClaimedUsage { get; internal set; }

    /// <summary>The part of the answer that carries the usage was written.</summary>
    public bool UsageDelivered { get; internal set; }

    public ExchangeOutcome Outcome { get; private set; }

    /// <summary>When the closing of the connection by the other side was seen.</summary>
    public DateTimeOffset? AbortedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Completes when the exchange has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The key that came in a header, whichever its vendor's clients use; <see langword="null"/> where none did.</summary>
    public string? Credential =>
        Header("x-api-key") ?? Header("x-goog-api-key") ?? Header("api-key") ?? (Header("authorization") is { } said ? said[(said.IndexOf(' ', StringComparison.Ordinal) + 1)..] : null);

    /// <summary>The first value of a header field, whatever its case.</summary>
    public string? Header(string name)
    {
        foreach (var (key, value) in Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }
        return null;
    }

    /// <summary>Sets the outcome once; later calls change nothing.</summary>
    /// <returns>Whether this call was the one.</returns>
    internal bool End(ExchangeOutcome outcome, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (Outcome != ExchangeOutcome.Open) return false;
            Outcome = outcome;
            EndedAt = now;
            if (outcome == ExchangeOutcome.ClientClosed) AbortedAt = now;
        }
        _ended.TrySetResult();
        return true;
    }
}
