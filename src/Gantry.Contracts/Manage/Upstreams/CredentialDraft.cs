namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>A credential to be added.</summary>
public sealed record CredentialDraft
{
    /// <summary>Sealed at once, and never shown again but for its last four characters.</summary>
    public required string Secret { get; init; }

    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => nameof(CredentialDraft);
}
