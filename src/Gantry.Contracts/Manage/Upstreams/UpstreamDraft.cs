namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>An upstream to be made, with its credentials.</summary>
public sealed record UpstreamDraft : UpstreamTerms
{
    public required string Name { get; init; }

    /// <summary>Its secrets, used in turn. Sealed at once, and never shown again but for their last four characters.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>Never shows the secrets: records print their members by default.</summary>
    public override string ToString() => Name;
}
