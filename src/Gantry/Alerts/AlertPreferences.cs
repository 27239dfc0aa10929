using System.Collections.Immutable;
using Gantry.Billing.Pricing;

namespace Gantry.Alerts;

/// <summary>What an account wants to hear.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="LowBalance">Below what its balance is low; null for what the gateway says.</param>
/// <param name="Muted">Kinds that it gets no mail of; they stay in its list all the same.</param>
public sealed record AlertPreferences(Guid AccountId, Money? LowBalance, ImmutableArray<AlertKind> Muted);
