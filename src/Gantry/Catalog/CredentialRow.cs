using System.Collections.Immutable;
using Gantry.Secrets;

namespace Gantry.Catalog;

/// <summary>One secret of an upstream, sealed.</summary>
internal sealed record CredentialRow : CatalogRow
{
    public required Guid Id { get; init; }

    /// <summary>The upstream's name.</summary>
    public required string Upstream { get; init; }

    /// <summary>From 0; the order of the file.</summary>
    public required int Position { get; init; }

    public required ImmutableArray<byte> Sealed { get; init; }

    /// <summary>The last four characters, or nothing of a secret too short to show that much, or of a document.</summary>
    public required string Display { get; init; }

    /// <summary>Kept, and not used.</summary>
    public bool Disabled { get; init; }

    public override RowKey Key => KeyOf(Id);

    public override string Label => $"credential {Upstream} {Display}";

    public static RowKey KeyOf(Guid id) => new(RowKind.Credential, id.ToString());

    /// <summary>The cell that the secret is sealed for.</summary>
    public static SealContext SealContextOf(Guid id) => new("upstream_credentials", id.ToString(), "sealed");

    public static CredentialRow Create(Guid id, string upstream, int position, string secret, SecretSeal seal) => new()
    {
        Id = id,
        Upstream = upstream,
        Position = position,
        Sealed = [.. seal.Seal(secret, SealContextOf(id))],
        Display = secret.Length >= 16 && !secret.AsSpan().TrimStart().StartsWith("{") ? $"…{secret[^4..]}" : "…",
    };

    /// <exception cref="System.Security.Cryptography.CryptographicException">Changed or moved, or sealed under another master key.</exception>
    public string Open(SecretSeal seal) => seal.Open(Sealed.AsSpan(), SealContextOf(Id));

    // The sealed bytes are no fact: sealing one secret twice gives different bytes.
    public override IEnumerable<RowFact> Facts() => [new("upstream", Upstream), new("position", Position.ToString()), .. Disabled ? (RowFact[])[new("disabled", YesNo(Disabled))] : []];
}
