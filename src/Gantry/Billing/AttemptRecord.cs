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
}
