using Gantry.Catalog;

namespace Gantry.Moving;

/// <summary>An account of the file to be written.</summary>
internal sealed record MovedAccount(string Email, AccountRole Role)
{
    /// <summary>In nano-USD, granted once; null for none.</summary>
    public long? CreditNanos { get; init; }

    public SpendLimit? SpendCap { get; init; }

    public List<MovedKey> Keys { get; } = [];
}
