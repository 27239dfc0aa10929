using Gantry.Billing.Ledger;

namespace Gantry.Catalog;

/// <summary>An allowance for every period, for the accounts that name it.</summary>
internal sealed record PlanRow : CatalogRow
{
    public required string Name { get; init; }

    /// <summary>For one period, in nano-USD.</summary>
    public required long AmountNanos { get; init; }

    public PlanPeriod Period { get; init; } = PlanPeriod.Month;

    public PlanOverflow Overflow { get; init; }

    public override RowKey Key => KeyOf(Name);

    public static RowKey KeyOf(string name) => new(RowKind.Plan, name);

    public override IEnumerable<RowFact> Facts() =>
    [
        new("amount", DecimalText.Format(AmountNanos, DecimalText.Nano, 2)),
        new("period", EnumWords.Of(Period)),
        new("overflow", EnumWords.Of(Overflow)),
    ];
}
