using System.Globalization;
using Gantry.Billing.Pricing;

namespace Gantry.Billing.Caps;

/// <summary>A spend cap stands in the way of a request.</summary>
/// <param name="Cap">Which one.</param>
/// <param name="Spent">Charged in its window.</param>
/// <param name="Held">Set aside for requests that run.</param>
/// <param name="Needed">What was to be set aside now.</param>
/// <param name="ResetsAt">When its window ends; null for a total.</param>
public sealed record CapRefusal(SpendCap Cap, Money Spent, Money Held, Money Needed, DateTimeOffset? ResetsAt)
{
    /// <summary>The code of the error in every protocol.</summary>
    public const string Code = "spend_cap_exceeded";

    /// <summary>Whole seconds until the window ends, at least one; null for a total, which never does.</summary>
    public long? RetryAfterSeconds(DateTimeOffset now) =>
        ResetsAt is { } end ? ResetText.Seconds(end, now) : null;

    /// <summary>For the client: whose cap, what is spent of what, and when that ends.</summary>
    public string Message(DateTimeOffset now)
    {
        var held = Held.IsZero ? "" : $" and {Dollars(Held)} is set aside for running requests";
        return $"{Whose} would be passed: {Dollars(Spent)} of {Dollars(Cap.Limit)} {Period} is spent{held}; this request needs {Dollars(Needed)}. {Reset(now)}";
    }

    private string Whose => Cap.Scope switch
    {
        SpendScope.Key => "The spend cap of this key",
        SpendScope.Account when Cap.Team is { } team => $"The spend cap of team '{team}'",
        SpendScope.Account => "The spend cap of this account",
        SpendScope.Member => $"Your budget in team '{Cap.Team}'",
        _ => $"The spend cap of group '{Cap.Id}'",
    };

    private string Period => Cap.Window switch
    {
        SpendWindow.Day => "a day",
        SpendWindow.Week => "a week",
        SpendWindow.Month => "a month",
        _ => "in total",
    };

    private string Reset(DateTimeOffset now) => ResetsAt is { } end ? ResetText.Sentence(end, Cap.Zone, now) : "A total does not reset.";

    // Two to six decimals; what is finer is rounded up.
    private static string Dollars(Money amount)
    {
        var micros = ((Int128)amount.Nanos + 999) / 1_000;
        var fraction = ((long)(micros % 1_000_000)).ToString("D6", CultureInfo.InvariantCulture).TrimEnd('0').PadRight(2, '0');
        return string.Create(CultureInfo.InvariantCulture, $"${micros / 1_000_000}.{fraction}");
    }
}
