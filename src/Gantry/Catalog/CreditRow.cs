namespace Gantry.Catalog;

/// <summary>Credit that a configuration gave an account: once, whatever the configuration says later.</summary>
internal sealed record CreditRow : CatalogRow
{
    public required Guid AccountId { get; init; }

    /// <summary>The account's e-mail address.</summary>
    public required string Account { get; init; }

    /// <summary>In nano-USD.</summary>
    public required long AmountNanos { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    public override RowKey Key => KeyOf(Account, ManagedBy);

    public override string Label => $"credit {Account} {DecimalText.Format(AmountNanos, DecimalText.Nano, 2)} USD";

    public static RowKey KeyOf(string account, ManagedBy by) => new(RowKind.Credit, $"{account} by {EnumWords.Of(by)}");

    public override IEnumerable<RowFact> Facts() => [new("amount", DecimalText.Format(AmountNanos, DecimalText.Nano, 2))];
}
