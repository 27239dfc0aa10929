using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Catalog;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>What a client is told that cannot pay, with the figures (reliability E2, E10).</summary>
internal static class ChargeErrors
{
    private const string NoBalance = "insufficient_quota";

    /// <summary>A former process is still being settled; no balance is certain before.</summary>
    public static readonly GatewayError NotReady =
        new(ErrorKind.Overloaded, ErrorOrigin.Gateway, "The gateway is settling what ran before its last stop. Try again.") { Code = "settling", RetryAfterSeconds = 5 };

    /// <summary>The money cannot be reached.</summary>
    public static readonly GatewayError NoLedger =
        new(ErrorKind.Overloaded, ErrorOrigin.Gateway, "The gateway cannot set money aside right now and serves nothing that it could not account for. Try again.")
        {
            Code = "ledger_unavailable",
            RetryAfterSeconds = 5,
        };

    /// <summary>Nothing was set aside.</summary>
    public static GatewayError Refused(HoldRefusal refusal, DateTimeOffset now) => refusal.Kind switch
    {
        HoldRefusalKind.Balance when refusal.IsDiscreet => new GatewayError(
            ErrorKind.Billing,
            ErrorOrigin.Client,
            $"The wallet of the team does not cover the request: it may cost up to ${Dollars(refusal.Needed)}. Ask a manager of the team, or for a shorter answer.")
        {
            Code = refusal.Plan is null ? NoBalance : PlanRefusal.Code,
            RetryAfterSeconds = refusal.Plan is { } running ? (int)Math.Min(int.MaxValue, running.RetryAfterSeconds(now)) : null,
        },
        HoldRefusalKind.Balance when refusal.Plan is { } plan => new GatewayError(
            ErrorKind.Billing,
            ErrorOrigin.Client,
            $"The plan '{plan.Terms.Name}' does not cover the request: it may cost up to ${Dollars(refusal.Needed)}, ${Dollars(refusal.Available ?? Money.Zero)} of ${Dollars(plan.Terms.Amount)} are left. {plan.Reset(now)}")
        {
            Code = PlanRefusal.Code,
            RetryAfterSeconds = (int)Math.Min(int.MaxValue, plan.RetryAfterSeconds(now)),
        },
        HoldRefusalKind.Cap => new GatewayError(ErrorKind.Billing, ErrorOrigin.Client, refusal.Cap!.Message(now))
        {
            Code = CapRefusal.Code,
            RetryAfterSeconds = refusal.Cap.RetryAfterSeconds(now) is { } seconds ? (int)Math.Min(int.MaxValue, seconds) : null,
        },
        HoldRefusalKind.Blocked => new GatewayError(
            ErrorKind.Billing, ErrorOrigin.Client, "A payment of this account was taken back: it can spend again when it has paid what it owes.") { Code = NoBalance },
        _ => new GatewayError(
            ErrorKind.Billing,
            ErrorOrigin.Client,
            $"The balance of this account does not cover the request: it may cost up to ${Dollars(refusal.Needed)}, ${Dollars(refusal.Available ?? Money.Zero)} are available. Top up, or ask for a shorter answer.")
        {
            Code = NoBalance,
        },
    };

    /// <summary>The request may cost more than its client allows.</summary>
    public static GatewayError TooDear(Money amount, Money limit) => new(
        ErrorKind.Billing,
        ErrorOrigin.Client,
        $"The request may cost up to ${Dollars(amount)}, its header {MostCost.Header} allows ${Dollars(limit)}. Allow more, or set a lower limit on the answer's tokens.")
    {
        Code = "max_cost_exceeded",
        Param = MostCost.Header,
    };

    // Two decimals at least; all that are needed.
    private static string Dollars(Money amount) => DecimalText.Format(amount.Nanos, DecimalText.Nano, 2);
}
