namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>Models of an upstream that a group is to serve from now on. What is missing of models, deployments and the group itself is made, all or nothing.</summary>
public sealed record UpstreamOffer
{
    /// <summary>Made with the usual terms where there is none.</summary>
    public required string Group { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<OfferedModel> Models { get; init; }
}
