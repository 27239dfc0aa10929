using System.Collections.Immutable;
using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Billing;

/// <summary>One row of the usage log: what one client request was, who served it, what it consumed and how it ended.</summary>
public sealed record UsageRecord
{
    /// <summary><c>req_…</c>; the same in <c>x-request-id</c> and in every error body.</summary>
    public required string RequestId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null where no key was recognised.</summary>
    public Guid? KeyId { get; init; }

    public Guid? AccountId { get; init; }

    public string? Group { get; init; }

    /// <summary>The public model id; the name asked for where no such model exists.</summary>
    public string? Model { get; init; }

    public string? Upstream { get; init; }

    public string? UpstreamModel { get; init; }

    public Guid? CredentialId { get; init; }

    public required Protocol Protocol { get; init; }

    public required Operation Operation { get; init; }

    public bool Streamed { get; init; }

    /// <summary>The HTTP status that the client got; 499 where it left before one was sent.</summary>
    public required int Status { get; init; }

    public required UsageOutcome Outcome { get; init; }

    /// <summary>Where the error came from, or null where there was none.</summary>
    public ErrorOrigin? ErrorOrigin { get; init; }

    /// <summary>A short code for the error, for filters; never its text.</summary>
    public string? ErrorCode { get; init; }

    public Usage Usage { get; init; }

    public UsageSource UsageSource { get; init; }

    public string? StopReason { get; init; }

    /// <summary>The provider's id of the answer.</summary>
    public string? UpstreamResponseId { get; init; }

    /// <summary>What translation could not carry, as in <c>x-gantry-dropped</c>; null where nothing was lost or translated.</summary>
    public string? Losses { get; init; }

    /// <summary>The conversation that the client says it belongs to, as <see cref="SessionPrint"/> makes it; null where it names none.</summary>
    public string? Session { get; init; }

    /// <summary>From the last request byte to the first answer byte that carries content, in microseconds; null where none came.</summary>
    public long? FirstContentMicros { get; init; }

    public long DurationMicros { get; init; }

    /// <summary>How many times an upstream was tried; 0 where the request was refused before.</summary>
    public int Attempts { get; init; }

    public long RequestBytes { get; init; }

    public long ResponseBytes { get; init; }

    /// <summary>What was paid; null where no upstream was asked, or for operations that cost nothing.</summary>
    public UsageCharge? Charge { get; init; }

    /// <summary>Every try, in order; empty where none was made.</summary>
    public ImmutableArray<AttemptRecord> Trail { get; init; } = [];
}
