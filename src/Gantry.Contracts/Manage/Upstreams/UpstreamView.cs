namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>A configured provider endpoint.</summary>
public sealed record UpstreamView : UpstreamTerms
{
    public required string Name { get; init; }

    /// <summary>Where it is: what is said of it, else the provider's own address; null where neither is known.</summary>
    public string? Address { get; init; }

    /// <summary>What it is spoken to in: what is said of it, else the protocols of its provider.</summary>
    public required IReadOnlyList<string> Spoken { get; init; }

    public required IReadOnlyList<CredentialView> Credentials { get; init; }

    /// <summary><c>hand</c>, <c>file</c> or <c>environment</c>: what the declarative file declares it sets again when it is applied.</summary>
    public required string ManagedBy { get; init; }
}
