namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>With what an upstream is asked for its list of models.</summary>
public sealed record UpstreamModelsQuery
{
    /// <summary>Null: the first credential.</summary>
    public Guid? CredentialId { get; init; }
}
