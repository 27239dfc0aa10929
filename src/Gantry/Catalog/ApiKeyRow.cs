using System.Collections.Immutable;
using Gantry.Protocols;
using Gantry.Secrets;

namespace Gantry.Catalog;

/// <summary>A client key: the hash of its secret and what it may do. Never deleted: usage records name it.</summary>
internal sealed record ApiKeyRow : CatalogRow
{
    /// <summary>The longest that anything said may be kept (reliability S-43).</summary>
    public const int MostCaptureDays = 30;

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The account's e-mail address, or the name of the team.</summary>
    public required string Account { get; init; }

    /// <summary>Who made it in a team and spends with it under a budget; null for keys of people and for those that a team has as such.</summary>
    public Guid? MemberId { get; init; }

    /// <summary>The e-mail address of <see cref="MemberId"/>.</summary>
    public string? Member { get; init; }

    /// <summary>Unique within the account.</summary>
    public required string Name { get; init; }

    public required KeyHash Hash { get; init; }

    /// <summary>The ends of the secret, for people to tell keys apart.</summary>
    public required string Display { get; init; }

    /// <summary>Group names in order; <see cref="GroupRow.Auto"/> among them stands for all.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Model ids or aliases the key is limited to; empty for none of these limits.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>Operations the key is limited to; empty for all.</summary>
    public ImmutableArray<Operation> Operations { get; init; } = [];

    /// <summary>Networks in CIDR notation that the client must come from; empty for anywhere.</summary>
    public ImmutableArray<string> Networks { get; init; } = [];

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where the first group that offers a model cannot serve it, later ones that offer it may, at their price.</summary>
    public bool Fallback { get; init; }

    /// <summary>How <see cref="GroupRow.Auto"/> chooses; null where nothing is said of it.</summary>
    public AutoTerms? Auto { get; init; }

    /// <summary>What is served for names of models.</summary>
    public ImmutableArray<ModelMapping> ModelsMap { get; init; } = [];

    /// <summary>Null for none.</summary>
    public ScenarioRoutes? Routes { get; init; }

    /// <summary>Bounds on its spending, one a window, in the order of the windows.</summary>
    public ImmutableArray<SpendLimit> SpendCaps { get; init; } = [];

    /// <summary>How much it may ask for; null where nothing is said: then the gateway's defaults hold.</summary>
    public RateTerms? RateLimits { get; init; }

    /// <summary>For how many days requests and answers are kept for its owner, 1 to <see cref="MostCaptureDays"/>; null: they are not.</summary>
    public int? CaptureDays { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null where no former secret is accepted, or none any more.</summary>
    public FormerSecret? Former { get; init; }

    /// <summary>Set when the key was taken out of use.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Who took it out of use. What a hand revoked no file brings back.</summary>
    public ManagedBy? RevokedBy { get; init; }

    public override RowKey Key => KeyOf(Account, Name);

    public static RowKey KeyOf(string account, string name) => new(RowKind.Key, $"{account}/{name}");

    public override IEnumerable<RowFact> Facts() =>
    [
        new("secret", Hash.ToHex(), Hidden: true),
        new("member", Member ?? ""),
        new("groups", List(Groups)),
        new("models", List(Models)),
        new("operations", List(Operations.Select(EnumWords.Of))),
        new("networks", List(Networks)),
        new("expires_at", ExpiresAt?.ToString("O") ?? ""),
        new("spend_cap", List(SpendCaps.Select(c => c.ToString()))),
        new("rate_limits", RateLimits?.ToString() ?? ""),
        new("fallback", YesNo(Fallback)),
        .. Auto?.Facts() ?? [],
        new("models_map", List(ModelsMap.Select(m => m.ToString()))),
        .. Routes?.Facts() ?? [],
        new("capture", CaptureDays is { } days ? $"{{days: {days}}}" : ""),
        new("revoked", YesNo(RevokedAt is not null)),
        .. Former is null ? [] : (RowFact[])[new("former_secret_until", Former.EndsAt.ToString("O"))],
    ];
}
