using Gantry.Catalog;
using Gantry.Management.Http;

namespace Gantry.Tests.Management;

/// <summary>A team for the matrix of routes, and those who have something to do with it: who manages it, who is in it, and who manages another one.</summary>
internal sealed record MatrixTeam(Guid Id, Guid Leaver, Guid Key)
{
    public const string Manager = "manager@example.com";
    public const string Member = "member@example.com";
    public const string Stranger = "stranger@example.com";

    private const string LeaverAddress = "leaver@example.com";

    public static async Task<MatrixTeam> MakeAsync(ManageGateway gateway)
    {
        foreach (var email in (string[])[Manager, Member, Stranger, LeaverAddress]) await gateway.ExpectAsync(201, "POST", "accounts", ManageGateway.Admin, $$"""{"email":"{{email}}"}""");
        var team = await TeamAsync("matrix", (Manager, "manager"), (Member, "member"), (LeaverAddress, "member"));
        await TeamAsync("beside", (Stranger, "manager"));
        var rows = await gateway.RowsAsync();
        foreach (var row in rows.Accounts.Where(a => a.Email is Manager or Member or Stranger)) gateway.Sessions.Add(row.Email, row, row.Role, TimeProvider.System.GetUtcNow());
        var key = await gateway.ExpectAsync(201, "POST", "me/keys", Manager, """{"name":"of the team","groups":["all"],"team":"matrix"}""");
        return new MatrixTeam(team, rows.Accounts.Single(a => a.Email == LeaverAddress).Id, key.GetProperty("key").GetProperty("id").GetGuid());

        async Task<Guid> TeamAsync(string name, params (string Email, string Role)[] members)
        {
            var id = (await gateway.ExpectAsync(201, "POST", "teams", ManageGateway.Admin, $$"""{"name":"{{name}}"}""")).GetProperty("id").GetGuid();
            foreach (var (email, role) in members) await gateway.ExpectAsync(201, "POST", $"teams/{id}/members", ManageGateway.Admin, $$"""{"email":"{{email}}","role":"{{role}}"}""");
            return id;
        }
    }

    /// <summary>The path with the team's own ids, where it is one of a team.</summary>
    public string Fill(string path) => !path.StartsWith("teams/{id}", StringComparison.Ordinal) ? path : path
        .Replace("{id}", Id.ToString(), StringComparison.Ordinal)
        .Replace("{member}", Leaver.ToString(), StringComparison.Ordinal)
        .Replace("{key}", Key.ToString(), StringComparison.Ordinal)
        .Replace("{request}", "req_nobody_made", StringComparison.Ordinal);

    /// <summary>What managers of a team may do, and others may not know of.</summary>
    public static bool IsOfManagers(ManageRoute route) => route.Role == AccountRole.User && route.Path.StartsWith("teams/{id}", StringComparison.Ordinal);

    /// <summary>Whether the answer is that of somebody who manages the team, or of somebody to whom it is not there.</summary>
    public static bool IsRight(ManageRoute route, int status, string? code, bool hasBody, bool manages) =>
        hasBody ? status == 400
        : !manages || route.Path.EndsWith("{request}", StringComparison.Ordinal) ? status == 404 && code == "not_found"
        : status is 200 or 204;

    /// <summary>Whoever was taken out is taken in again.</summary>
    public async Task RestoreAsync(ManageGateway gateway)
    {
        using var response = await gateway.SendAsync("POST", $"teams/{Id}/members", ManageGateway.Admin, $$"""{"email":"{{LeaverAddress}}"}""");
    }
}
