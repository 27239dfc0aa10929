using Gantry.Billing.Pricing;

namespace Gantry.Billing.Caps;

/// <summary>What somebody has spent in one window. Changed under the lock of the caller of <see cref="SpendTallies"/> only.</summary>
internal sealed class WindowTally(SpendWindow window, SpendSpan span, TimeZoneInfo zone)
{
    public SpendWindow Window => window;

    public SpendSpan Span => span;

    /// <summary>The zone whose midnights the window lies between.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>What other runs have charged; null as long as nobody has asked the store.</summary>
    public Money? Base { get; set; }

    /// <summary>What this run may charge and hold in all, where several servers spend under the cap; null as long as none was taken.</summary>
    public Money? Share { get; set; }

    /// <summary>The limit that the share is of.</summary>
    public Money ShareLimit { get; set; }

    /// <summary>What others may charge, and what was charged by nobody who has a share, when the share was last asked for.</summary>
    public (Money Others, Money Gone) Beside { get; set; }

    /// <summary>A share for so much more was refused a moment ago.</summary>
    public (Money More, DateTimeOffset Until) Short { get; set; }

    /// <summary>What this run has charged.</summary>
    public Money Charged { get; set; }

    /// <summary>What running requests hold.</summary>
    public Money Held { get; private set; }

    /// <summary>A request was refused for a cap in it.</summary>
    public bool Refused { get; set; }

    /// <summary>The run goes on under another number: what it has charged is another's from now on.</summary>
    public void Restart() => (Charged, Base, Share) = (Money.Zero, null, null);

    public void Hold(Money amount) => Held += amount;

    /// <exception cref="InvalidOperationException">More than is held: a request was settled twice, or another one than held.</exception>
    public void Settle(Money held, Money charged)
    {
        if (held > Held) throw new InvalidOperationException($"{held} is to be settled, but only {Held} is held.");
        Held -= held;
        Charged += charged;
    }
}
