namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>What can be said of a credential that is there. Its secret cannot be changed: add another.</summary>
public sealed record CredentialTerms
{
    /// <summary>Kept, and not used.</summary>
    public bool Disabled { get; init; }
}
