using System.Collections.Immutable;

namespace Gantry.Catalog;

/// <summary>A person in a team. It goes when the person leaves; what its keys have spent stays counted.</summary>
internal sealed record TeamMemberRow : CatalogRow
{
    /// <summary>The account of the team.</summary>
    public required Guid TeamId { get; init; }

    /// <summary>The team's name.</summary>
    public required string Team { get; init; }

    /// <summary>The account of the person.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The person's e-mail address.</summary>
    public required string Email { get; init; }

    public MemberRole Role { get; init; }

    /// <summary>The budget: bounds on what all keys of the person in this team may spend together, one a window, in the order of the windows.</summary>
    public ImmutableArray<SpendLimit> SpendCaps { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public override RowKey Key => KeyOf(Team, Email);

    public static RowKey KeyOf(string team, string email) => new(RowKind.Member, $"{team}/{email}");

    public override IEnumerable<RowFact> Facts() =>
    [
        new("role", EnumWords.Of(Role)),
        new("spend_cap", List(SpendCaps.Select(c => c.ToString()))),
    ];

    /// <summary>All that happens when the person leaves.</summary>
    public IEnumerable<RowChange> Removal(IEnumerable<ApiKeyRow> keys, DateTimeOffset at, ManagedBy by) => [new RowChange(this, this, Deleted: true), .. Revocations(keys, at, by)];

    /// <summary>What becomes of the keys that the person has made in the team when it leaves: they are revoked, and stay in the log.</summary>
    public IEnumerable<RowChange> Revocations(IEnumerable<ApiKeyRow> keys, DateTimeOffset at, ManagedBy by) =>
        keys.Where(key => key.RevokedAt is null && key.AccountId == TeamId && key.MemberId == AccountId)
            .Select(key => new RowChange(key with { RevokedAt = at, RevokedBy = by, Former = null }, key));
}
