using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Catalog;
using Gantry.Protocols;

namespace Gantry.Snapshot;

/// <summary>What a client key may do. The secret itself is nowhere: only its hash leads here.</summary>
public sealed record ApiKey
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Who spends with it under a budget, where the account is a team's; null for keys of people and for those that a team has as such.</summary>
    public Guid? MemberId { get; init; }

    /// <summary>The e-mail address of <see cref="MemberId"/>.</summary>
    public string? Member { get; init; }

    /// <summary>
    /// Whose what is kept of requests is, such as answers that can be continued: keys of another tenant do not find it. The account; in a team each
    /// member is one of its own.
    /// </summary>
    public required Guid TenantId { get; init; }

    /// <summary>Whoever holds it may see the wallet that pays, and all that it has paid for: not simple members of teams.</summary>
    public bool SeesWallet { get; init; } = true;

    /// <summary>The first eight and last four characters, for people to tell keys apart.</summary>
    public required string Display { get; init; }

    /// <summary>In order: the first group that has the model serves it. <c>auto</c> is already expanded.</summary>
    public required ImmutableArray<Group> Groups { get; init; }

    /// <summary>Later groups that have the model serve it where the first cannot.</summary>
    public bool Fallback { get; init; }

    /// <summary>How <c>auto</c> chooses; null where the key's groups do not name it.</summary>
    public AutoChoice? Auto { get; init; }

    /// <summary>What is served for names of models; null: what they say.</summary>
    public ModelMap? ModelMap { get; init; }

    /// <summary>Which models serve Messages clients, by what a request is for; null for none.</summary>
    public ScenarioRoutes? Routes { get; init; }

    /// <summary>Model ids the key is limited to, or null for every model of its groups.</summary>
    public FrozenSet<string>? Models { get; init; }

    /// <summary>Operations the key is limited to, or null for all.</summary>
    public FrozenSet<Operation>? Operations { get; init; }

    /// <summary>Networks the client must come from; empty for anywhere.</summary>
    public ImmutableArray<IPNetwork> Networks { get; init; } = [];

    /// <summary>Bounds on the spending of this key, of its member in a team, and of its account.</summary>
    public ImmutableArray<SpendCap> Caps { get; init; } = [];

    /// <summary>How much it may ask for; null for no limit of its own.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>How much all keys of its account may ask for; null for no limit.</summary>
    public RateLimit? AccountRateLimit { get; init; }

    /// <summary>Where the account's days begin at midnight.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The allowance of its account that is used before the wallet; null for none.</summary>
    public PlanTerms? Plan { get; init; }

    /// <summary>For how many days requests and answers are kept for its owner; null: they are not.</summary>
    public int? CaptureDays { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Its account runs the gateway: it may know upstreams by their names. Others are told that there are several, not which.</summary>
    public bool SeesUpstreams { get; init; }

    /// <summary>Revoked, its account is disabled, or its member is or has left. Kept in the index so that a look-up costs the same.</summary>
    public bool Disabled { get; init; }
}
