using System.Text.Json;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary>What the owner of a key is told of its plan.</summary>
/// <param name="Terms">As they are for the period.</param>
/// <param name="Rest">What can still be spent, running requests not yet taken off.</param>
/// <param name="ResetsAt">When the next period begins.</param>
internal sealed record PlanReport(PlanTerms Terms, Money Rest, DateTimeOffset ResetsAt)
{
    /// <summary>Null where the account has no plan, and none runs out its period.</summary>
    public static async Task<PlanReport?> ReadAsync(IPlanStore plans, ILedgerStore ledger, ApiKey key, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await plans.FindAsync(key.AccountId, cancellation) is { } running)
        {
            var balance = await ledger.BalanceAsync(running.WalletId, cancellation);
            return new PlanReport(running.Terms, balance?.Total ?? Money.Zero, running.Span.End);
        }

        // Nothing was spent in this period: it is opened by the first request.
        return key.Plan is { } terms ? new PlanReport(terms, terms.Amount, terms.SpanAt(now, key.Zone).End) : null;
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("plan");
        json.WriteString("name", Terms.Name);
        json.WriteString("period", EnumWords.Of(Terms.Period));
        json.WriteString("overflow", EnumWords.Of(Terms.Overflow));
        json.WriteString("amount", Terms.Amount.ToString());
        json.WriteString("used", (Terms.Amount - Rest).ToString());
        json.WriteString("rest", Rest.ToString());
        json.WriteString("resets_at", ResetsAt);
        json.WriteEndObject();
    }
}
