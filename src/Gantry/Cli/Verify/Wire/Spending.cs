using System.Globalization;
using Gantry.Billing.Pricing;

namespace Gantry.Cli.Verify.Wire;

/// <summary>What a run has come to so far.</summary>
/// <param name="bound">The most that it may cost, null for no bound.</param>
/// <remarks>Only what the gateway tells is known. One that tells nothing cannot be bounded, and the report says that it told nothing.</remarks>
internal sealed class Spending(Money? bound)
{
    /// <summary>What one request cost, in nano-USD; on a stream it comes behind the body.</summary>
    private const string CostHeader = "x-gantry-cost";

    /// <summary>Answers that came back.</summary>
    public int Requests { get; private set; }

    /// <summary>How many of them told what they cost.</summary>
    public int Told { get; private set; }

    /// <summary>What those came to.</summary>
    public Money Cost { get; private set; }

    /// <summary>Whether something more may be asked; where it may not, that is remembered.</summary>
    public bool Allows()
    {
        if (bound is not { } most || Cost < most) return true;
        LeftOut = true;
        return false;
    }

    /// <summary>Something was not asked because of it.</summary>
    public bool LeftOut { get; private set; }

    /// <summary>A bound was wanted and could not be kept: nothing was told.</summary>
    public bool IsBlind => bound is not null && Requests > 0 && Told == 0;

    public void Add(Answer answer)
    {
        if (answer.Status == 0) return;
        Requests++;
        if (!long.TryParse(answer.Header(CostHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var nanos)) return;
        Told++;
        Cost += new Money(nanos);
    }
}
