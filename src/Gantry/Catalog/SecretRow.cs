using System.Collections.Immutable;
using Gantry.Secrets;

namespace Gantry.Catalog;

/// <summary>One setting that is a secret of the gateway itself, sealed.</summary>
internal sealed record SecretRow : CatalogRow
{
    public required string Name { get; init; }

    public required ImmutableArray<byte> Sealed { get; init; }

    public override RowKey Key => KeyOf(Name);

    public static RowKey KeyOf(string name) => new(RowKind.Secret, name);

    /// <exception cref="ArgumentException">The secret is one that <see cref="SecretTerms.Refuse"/> refuses.</exception>
    public static SecretRow Create(string name, string secret, SecretSeal seal) =>
        SecretTerms.Refuse(name, secret) is { } reason
            ? throw new ArgumentException(reason, nameof(secret))
            : new() { Name = name, Sealed = [.. seal.Seal(secret, CellOf(name))] };

    /// <exception cref="System.Security.Cryptography.CryptographicException">Changed or moved, or sealed under another master key.</exception>
    public string Open(SecretSeal seal) => seal.Open(Sealed.AsSpan(), CellOf(Name));

    // Sealing one secret twice gives different bytes: whoever writes a secret that is there already keeps its row.
    public override IEnumerable<RowFact> Facts() => [new("value", Convert.ToBase64String(Sealed.AsSpan()), Hidden: true)];

    private static SealContext CellOf(string name) => new("sealed_settings", name, "sealed");
}
