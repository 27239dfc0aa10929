using System.Collections.Immutable;

namespace Gantry.Catalog;

/// <summary>Who pays, and, if it is a person, who signs in. Never deleted: what it was charged outlives it.</summary>
internal sealed record AccountRow : CatalogRow
{
    public required Guid Id { get; init; }

    /// <summary>Set when the account is made, for good.</summary>
    public AccountKind Kind { get; init; }

    /// <summary>In lower case; of a team its name, which holds no <c>@</c>. No two accounts have the same.</summary>
    public required string Email { get; init; }

    public AccountRole Role { get; init; }

    /// <summary>Who disabled it, or null. What a hand disabled no file enables.</summary>
    public ManagedBy? DisabledBy { get; init; }

    /// <summary>Its keys are refused.</summary>
    public bool Disabled => DisabledBy is not null;

    /// <summary>Bounds on the spending of all its keys together, one a window, in the order of the windows.</summary>
    public ImmutableArray<SpendLimit> SpendCaps { get; init; } = [];

    /// <summary>How much all its keys together may ask for; null where nothing is said.</summary>
    public RateTerms? RateLimits { get; init; }

    /// <summary>The IANA name of the zone in which its days begin at midnight; null for that of the gateway.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The name of its plan; null for none.</summary>
    public string? Plan { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public override RowKey Key => KeyOf(Kind, Email);

    /// <summary>That of a person.</summary>
    public static RowKey KeyOf(string email) => KeyOf(AccountKind.Person, email);

    public static RowKey KeyOf(AccountKind kind, string name) => new(kind == AccountKind.Team ? RowKind.Team : RowKind.Account, name);

    public override IEnumerable<RowFact> Facts() =>
    [
        new("role", EnumWords.Of(Role)),
        new("spend_cap", List(SpendCaps.Select(c => c.ToString()))),
        new("rate_limits", RateLimits?.ToString() ?? ""),
        new("time_zone", TimeZone ?? ""),
        new("plan", Plan ?? ""),
        new("disabled", YesNo(Disabled)),
    ];
}
