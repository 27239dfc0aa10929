using Gantry.Protocols.Hub;

namespace Gantry.Billing;

/// <summary>One try at an upstream in the trail of a request, with what the upstream charges for it: the book of our own costs.</summary>
public sealed record AttemptRecord
{
    public required Guid Id { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    public required string Upstream { get; init; }

    public required string UpstreamModel { get; init; }

    public Guid? CredentialId { get; init; }

    /// <summary>What the upstream answered; 0 where nothing came.</summary>
    public int Status { get; init; }

    public Usage Usage { get; init; }

    /// <summary>What the upstream charges by the deployment's cost price, in nano-USD; 0 where none is known.</summary>
    public long CostNanos { get; init; }

    public AttemptCostStatus CostStatus { get; init; }

    /// <summary>How it ended; <see cref="AttemptOutcome.Served"/> in records from before that was kept.</summary>
    public AttemptOutcome Outcome { get; init; }

    /// <summary>On whose terms it was made.</summary>
    public string Group { get; init; } = "";

    /// <summary>The price that it would have been billed at, had it served; null where nothing was to be billed.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>The factor on that price, in parts per million.</summary>
    public long MultiplierPpm { get; init; }

    /// <summary>When it began, in microseconds after the request.</summary>
    public long StartedMicros { get; init; }

    /// <summary>From its beginning to its end.</summary>
    public long DurationMicros { get; init; }
}
