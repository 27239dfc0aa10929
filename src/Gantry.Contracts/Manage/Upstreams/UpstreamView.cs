namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>A configured provider endpoint.</summary>
public sealed record UpstreamView : UpstreamTerms
{
    public required string Name { get; init; }

    public required IReadOnlyList<CredentialView> Credentials { get; init; }

    /// <summary><c>hand</c>, <c>file</c> or <c>environment</c>: what the declarative file declares it sets again when it is applied.</summary>
    public required string ManagedBy { get; init; }
}
