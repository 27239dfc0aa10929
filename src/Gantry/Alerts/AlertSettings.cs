using System.Collections.Immutable;
using Gantry.Billing.Pricing;

namespace Gantry.Alerts;

/// <summary>Who is told of alerts, and from when on something is one.</summary>
public sealed record AlertSettings
{
    /// <summary>A key that spends less than this in an hour is never out of the ordinary.</summary>
    public static readonly Money DefaultVelocityFloor = new(Money.NanosPerDollar);

    /// <summary>Further addresses for the operators' matters, beside owners and admins.</summary>
    public ImmutableArray<string> Emails { get; init; } = [];

    public ImmutableArray<AlertWebhook> Webhooks { get; init; } = [];

    /// <summary>Below what a balance is low; null for a tenth of the last top-up.</summary>
    public Money? LowBalance { get; init; }

    public Money VelocityFloor { get; init; } = DefaultVelocityFloor;
}
