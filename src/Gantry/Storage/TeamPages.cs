using Dapper;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Teams and their members in a database. Who may look at a team is asked in the query that reads it.</summary>
internal sealed class TeamPages(IDatabase database) : ITeamPages
{
    public Task<AccountRow?> TeamAsync(Guid id, Guid? manager, CancellationToken cancellation) => database.ReadAsync(
        async connection => (await connection.QueryFirstOrDefaultAsync<CatalogRecords.Account>(
            $"""
            {CatalogSql.AccountColumns}
            WHERE id = @id AND kind = 'team' AND (@manager IS NULL OR EXISTS
                (SELECT 1 FROM team_members m WHERE m.team_id = @id AND m.account_id = @manager AND m.role = 'manager'))
            """,
            new { id = id.ToString(), manager = manager?.ToString() }))?.ToRow(),
        cancellation);

    public Task<IReadOnlyList<TeamMemberRow>> MembersAsync(Guid team, string? search, string? after, int limit, CancellationToken cancellation) => ReadAsync(
        $@"m.team_id = @team AND a.email > @after {(search is null ? "" : @"AND a.email LIKE @like ESCAPE '\'")} ORDER BY a.email LIMIT @limit",
        new { team = team.ToString(), after = after ?? "", like = LikeText.Prefix(search?.ToLowerInvariant()), limit },
        cancellation);

    public async Task<TeamMemberRow?> MemberAsync(Guid team, Guid person, CancellationToken cancellation) =>
        (await ReadAsync("m.team_id = @team AND m.account_id = @person", new { team = team.ToString(), person = person.ToString() }, cancellation)).SingleOrDefault();

    public Task<IReadOnlyDictionary<Guid, int>> CountAsync(IReadOnlyCollection<Guid> teams, CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyDictionary<Guid, int>)(await connection.QueryAsync<(string Team, long Members)>(
            $"SELECT team_id, COUNT(*) FROM team_members WHERE team_id IN ({Dialect.Of(connection).ValuesOf("@teams")}) GROUP BY team_id", new { teams = Dialect.List(teams) }))
            .ToDictionary(row => Guid.Parse(row.Team), row => (int)row.Members),
        cancellation);

    public Task<IReadOnlyList<(AccountRow Team, TeamMemberRow Member)>> OfPersonAsync(Guid person, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var who = new { person = person.ToString() };
            var members = await connection.QueryAsync<MemberRecord>($"{CatalogSql.MemberColumns} WHERE m.account_id = @person ORDER BY t.email", who);
            var teams = (await connection.QueryAsync<CatalogRecords.Account>($"{CatalogSql.AccountColumns} WHERE id IN (SELECT m.team_id FROM team_members m WHERE m.account_id = @person)", who))
                .Select(team => team.ToRow()).ToDictionary(team => team.Id);
            return (IReadOnlyList<(AccountRow, TeamMemberRow)>)[.. members.Select(member => member.ToRow()).Where(member => teams.ContainsKey(member.TeamId)).Select(member => (teams[member.TeamId], member))];
        },
        cancellation);

    private Task<IReadOnlyList<TeamMemberRow>> ReadAsync(string where, object parameters, CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<TeamMemberRow>)[.. (await connection.QueryAsync<MemberRecord>($"{CatalogSql.MemberColumns} WHERE {where}", parameters)).Select(row => row.ToRow())],
        cancellation);
}
