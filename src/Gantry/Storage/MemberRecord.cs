using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>A member of a team as columns.</summary>
internal sealed class MemberRecord : CatalogRecords.Record
{
    public string TeamId { get; set; } = "";
    public string Team { get; set; } = "";
    public string AccountId { get; set; } = "";
    public string Email { get; set; } = "";
    public string Role { get; set; } = "";
    public string SpendCaps { get; set; } = "[]";
    public long CreatedAt { get; set; }

    public static MemberRecord Of(TeamMemberRow row) => new()
    {
        TeamId = row.TeamId.ToString(),
        Team = row.Team,
        AccountId = row.AccountId.ToString(),
        Email = row.Email,
        Role = EnumWords.Of(row.Role),
        SpendCaps = SpendLimit.ToJson(row.SpendCaps),
        CreatedAt = UnixMicros.Of(row.CreatedAt),
        ManagedBy = EnumWords.Of(row.ManagedBy),
    };

    public TeamMemberRow ToRow() => new()
    {
        TeamId = Guid.Parse(TeamId),
        Team = Team,
        AccountId = Guid.Parse(AccountId),
        Email = Email,
        Role = EnumWords.Parse<MemberRole>(Role),
        SpendCaps = SpendLimit.OfJson(SpendCaps),
        CreatedAt = UnixMicros.ToTime(CreatedAt),
        ManagedBy = By,
    };
}
