using System.Text.Json.Nodes;

namespace Gantry.Tests.Billing.Payments;

/// <summary>A checkout of the fake Stripe. Tests play the payer by changing it.</summary>
internal sealed record FakeSession(string Id, string Order, string Account, long Amount, string Currency, long Created, long ExpiresAt, Uri Api)
{
    public string Payment { get; } = $"pi_{Id}";

    public string Charge { get; } = $"ch_{Id}";

    /// <summary>Of the session: open, complete or expired.</summary>
    public string Status { get; private set; } = "open";

    public string PaymentStatus { get; private set; } = "unpaid";

    public bool Live { get; set; }

    public string Url => new Uri(Api, $"/pay/{Id}").AbsoluteUri;

    /// <summary>The payer is done and the money is there.</summary>
    public FakeSession Pay() => With("complete", "paid");

    /// <summary>The payer is done; the bank takes its time.</summary>
    public FakeSession Promise() => With("complete", "unpaid");

    public FakeSession Expire() => With("expired", "unpaid");

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["object"] = "checkout.session",
        ["amount_subtotal"] = Amount,
        ["amount_total"] = Amount,
        ["client_reference_id"] = Order,
        ["created"] = Created,
        ["currency"] = Currency,
        ["customer_details"] = new JsonObject { ["email"] = "payer@example.com" },
        ["expires_at"] = ExpiresAt,
        ["livemode"] = Live,
        ["metadata"] = new JsonObject { ["account"] = Account },
        ["mode"] = "payment",
        ["payment_intent"] = Status == "complete" ? Payment : null,
        ["payment_status"] = PaymentStatus,
        ["status"] = Status,
        ["url"] = Status == "open" ? Url : null,
    };

    private FakeSession With(string status, string paymentStatus)
    {
        (Status, PaymentStatus) = (status, paymentStatus);
        return this;
    }
}
