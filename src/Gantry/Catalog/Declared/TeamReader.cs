namespace Gantry.Catalog.Declared;

/// <summary>Reads an item of <c>teams</c>.</summary>
internal static class TeamReader
{
    public static DeclaredAccount Read(MapReader map)
    {
        var name = ReadName(map);
        var team = new DeclaredAccount(name, AccountRole.User, map.Decimal("credit", DecimalText.Nano), [.. map.Maps("keys", "key").Select(k => AccountReader.Key(k, name, ofTeam: true))])
        {
            Kind = AccountKind.Team,
            Members = [.. map.Maps("members", "member").Select(m => Member(m, name))],
            SpendCaps = SpendCapReader.Read(map),
            RateLimits = RateLimitReader.Read(map),
            Plan = map.Text("plan") is { Length: > 0 } plan ? plan : null,
            TimeZone = map.Text("time_zone") is { Length: > 0 } zone ? zone : null,
        };
        map.Remember(AccountRow.KeyOf(AccountKind.Team, name));
        map.Done();
        return team;
    }

    /// <summary>Reads a member of the team; whose account it is, is not known yet.</summary>
    public static TeamMemberRow Member(MapReader map, string team)
    {
        var member = new TeamMemberRow
        {
            TeamId = Guid.Empty,
            Team = team,
            AccountId = Guid.Empty,
            Email = Names.ReadEmail(map, "email"),
            Role = map.Word("role", MemberRole.Member),
            SpendCaps = SpendCapReader.Read(map),
            CreatedAt = default,
        };
        map.Remember(member.Key);
        map.Done();
        return member;
    }

    // In lower case like addresses, beside which it stands. An @ would make it one, a slash would end it in the name of a key.
    private static string ReadName(MapReader map)
    {
        var name = Names.Read(map, "name").ToLowerInvariant();
        if (name.Any(c => c is '@' or '/')) map.Error("name", $"name: '{name}' holds an @ or a slash, which the name of a team cannot");
        return name;
    }
}
