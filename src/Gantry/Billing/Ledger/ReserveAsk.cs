using Gantry.Billing.Pricing;

namespace Gantry.Billing.Ledger;

/// <summary>Asks for money of a wallet to be set aside.</summary>
/// <param name="Id">That of the entry in the ledger: asked again, the same was done once.</param>
/// <param name="WalletId">Whose.</param>
/// <param name="AllowanceId">Under which allowance: a new one, or one that is raised.</param>
/// <param name="Run">Who spends it.</param>
/// <param name="Want">As much as would be good.</param>
/// <param name="Least">Less than this is of no use; zero where nobody waits for it.</param>
internal readonly record struct ReserveAsk(Guid Id, Guid WalletId, Guid AllowanceId, long Run, Money Want, Money Least)
{
    /// <summary>Servers that may spend of this wallet, the one that asks among them. The more they are, the less one takes beyond its need.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>What is beyond need is a multiple of this, so that no part of it is too small to be of use; zero for any amount.</summary>
    public Money Unit { get; init; }

    /// <summary>How much is set aside where so much is available: never more than that, and nothing where it is of no use.</summary>
    public Money From(Money available)
    {
        var granted = Money.Min(Want, available);
        if (granted <= Money.Zero || granted < Least) return Money.Zero;
        if (Nodes == 1 || granted == Least) return granted;
        // Half of an even part: near the bottom of a wallet what one sets aside without need is what another is refused for (DESIGN §5).
        var beyond = (available - Least).Nanos / (2 * Nodes);
        if (Unit > Money.Zero) beyond -= beyond % Unit.Nanos;
        return Money.Min(granted, Least + new Money(beyond));
    }
}
