using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Gantry.Tests.Billing.Payments;

/// <summary>Events as Stripe sends them, and our own signature over them.</summary>
internal static class StripeEvents
{
    private static int _number;

    public static string Event(string type, JsonObject item, bool live = false, DateTimeOffset? at = null, string? id = null) => new JsonObject
    {
        ["id"] = id ?? $"evt_{Interlocked.Increment(ref _number):D6}",
        ["object"] = "event",
        ["api_version"] = "2026-01-28.clover",
        ["created"] = (at ?? new FakeTime().GetUtcNow()).ToUnixTimeSeconds(),
        ["data"] = new JsonObject { ["object"] = item },
        ["livemode"] = live,
        ["pending_webhooks"] = 1,
        ["request"] = new JsonObject { ["id"] = null, ["idempotency_key"] = null },
        ["type"] = type,
    }.ToJsonString();

    public static string Completed(FakeSession session, DateTimeOffset? at = null, string? id = null) =>
        Event("checkout.session.completed", session.ToJson(), session.Live, at, id);

    /// <summary>All refunds of a payment together.</summary>
    public static string Refunded(FakeSession session, long total, string? id = null) => Event(
        "charge.refunded",
        new JsonObject
        {
            ["id"] = session.Charge,
            ["object"] = "charge",
            ["amount"] = session.Amount,
            ["amount_refunded"] = total,
            ["currency"] = session.Currency,
            ["livemode"] = session.Live,
            ["payment_intent"] = session.Payment,
            ["refunded"] = total == session.Amount,
            ["status"] = "succeeded",
        },
        session.Live,
        id: id);

    public static string Refund(FakeSession session, string type, string refund, long amount, string status) => Event(
        type,
        new JsonObject
        {
            ["id"] = refund,
            ["object"] = "refund",
            ["amount"] = amount,
            ["charge"] = session.Charge,
            ["currency"] = session.Currency,
            ["payment_intent"] = session.Payment,
            ["status"] = status,
        },
        session.Live);

    public static string Dispute(FakeSession session, string type, long amount, string status, string dispute = "du_1") => Event(
        $"charge.dispute.{type}",
        new JsonObject
        {
            ["id"] = dispute,
            ["object"] = "dispute",
            ["amount"] = amount,
            ["charge"] = session.Charge,
            ["currency"] = session.Currency,
            ["livemode"] = session.Live,
            ["payment_intent"] = session.Payment,
            ["status"] = status,
        },
        session.Live);

    /// <summary>The header's value.</summary>
    public static string Sign(string body, string secret, DateTimeOffset at) => $"t={at.ToUnixTimeSeconds()},v1={Hmac(body, secret, at)}";

    public static string Hmac(string body, string secret, DateTimeOffset at) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at.ToUnixTimeSeconds()}.{body}")));
}
