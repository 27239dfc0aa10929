using System.Text.Json;

namespace Gantry.Billing.Payments;

/// <summary>Reads what Stripe says about checkouts, refunds and disputes.</summary>
internal static class StripeReports
{
    /// <summary>The key of a checkout's metadata that names whose order it is.</summary>
    public const string Account = "account";

    /// <summary>Reads an event whose signature was checked.</summary>
    /// <returns>False where it is no event of the form that is known; a null report where it is about something else.</returns>
    public static bool TryReadEvent(ReadOnlyMemory<byte> body, out PaymentReport? report)
    {
        report = null;
        try
        {
            using var json = JsonDocument.Parse(body, StripeJson.Options);
            return TryReadEvent(json.RootElement, out report);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not Unicode.
            return false;
        }
    }

    /// <summary>What a checkout says that was fetched from the server; null where it lacks what it needs.</summary>
    public static SessionReport? ReadFetched(JsonElement session)
    {
        var paid = session.Text("payment_status");
        return Session(session, $"fetched:{session.Text("id")}:{paid}", "fetched", session.Flag("livemode"), null, SessionStep.Completed);
    }

    private static bool TryReadEvent(JsonElement json, out PaymentReport? report)
    {
        report = null;
        if (json.Text("id") is not { } id || json.Text("type") is not { } type) return false;
        var item = json.Member("data").Member("object");
        var live = json.Flag("livemode");
        var at = json.Number("created") is >= 0 and < 100_000_000_000 and { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null;
        SessionStep? step = type switch
        {
            "checkout.session.completed" => SessionStep.Completed,
            "checkout.session.async_payment_succeeded" => SessionStep.Succeeded,
            "checkout.session.async_payment_failed" => SessionStep.Failed,
            "checkout.session.expired" => SessionStep.Expired,
            _ => null,
        };
        if (step is { } known) return (report = Session(item, id, type, live, at, known)) is not null;
        TakingKind? kind = type switch
        {
            "charge.refunded" => TakingKind.RefundTotal,
            "refund.created" or "refund.updated" or "refund.failed" or "charge.refund.updated" => TakingKind.Refund,
            _ when type.StartsWith("charge.dispute.", StringComparison.Ordinal) => TakingKind.Dispute,
            _ => null,
        };
        if (kind is not { } taken) return true;
        // A payment without a payment intent was never ours: checkouts always have one.
        return item.Reference("payment_intent") is null || (report = Taking(item, id, type, live, at, taken)) is not null;
    }

    private static SessionReport? Session(JsonElement item, string id, string type, bool? live, DateTimeOffset? at, SessionStep step)
    {
        // The two say the same in every true event; where they do not, nothing can be trusted.
        if (item.Text("id") is not { } session || live is not { } mode || item.Flag("livemode") != live) return null;
        return new SessionReport
        {
            Provider = PaymentOrder.Stripe,
            EventId = id,
            Type = type,
            Live = mode,
            At = at,
            Step = step,
            SessionId = session,
            OrderId = item.Id("client_reference_id"),
            AccountId = item.Member("metadata").Id(Account),
            AmountMinor = item.Number("amount_total") ?? 0,
            Currency = item.Text("currency") ?? "",
            Paid = item.Text("payment_status") == "paid",
            PaymentId = item.Reference("payment_intent"),
        };
    }

    private static TakingReport? Taking(JsonElement item, string id, string type, bool? live, DateTimeOffset? at, TakingKind kind)
    {
        var amount = item.Number(kind == TakingKind.RefundTotal ? "amount_refunded" : "amount");
        if (item.Text("id") is not { } reference || live is not { } mode || amount is not >= 0 || item.Text("currency") is not { } currency) return null;
        return new TakingReport
        {
            Provider = PaymentOrder.Stripe,
            EventId = id,
            Type = type,
            Live = mode,
            At = at,
            Kind = kind,
            Reference = reference,
            PaymentId = item.Reference("payment_intent")!,
            AmountMinor = amount.Value,
            Currency = currency,
            Standing = Standing(kind, item.Text("status")),
        };
    }

    private static TakingStanding Standing(TakingKind kind, string? status) => (kind, status) switch
    {
        (TakingKind.RefundTotal, _) => TakingStanding.Taken,
        (TakingKind.Refund, "failed" or "canceled") => TakingStanding.Returned,
        (TakingKind.Refund, "succeeded") => TakingStanding.Taken,
        (TakingKind.Dispute, "won" or "prevented" or "warning_closed") => TakingStanding.Returned,
        (TakingKind.Dispute, "warning_needs_response" or "warning_under_review") => TakingStanding.Asked,
        (TakingKind.Dispute, "lost") => TakingStanding.Taken,
        _ => TakingStanding.Open,
    };
}
