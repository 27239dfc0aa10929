using System.Text.Json.Nodes;
using Gantry.Cli.Code.Clients;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.KeyPrint;

/// <summary>Keys that end soon, of a server elsewhere: by its management API, kept in a file of the person's own.</summary>
/// <param name="client">To that server.</param>
/// <param name="token">An admin token with <c>keys:read</c> and <c>keys:write</c>.</param>
/// <param name="file">Where the key is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerShortKeys(GatewayClient client, string token, ShortKeyFile file, TimeProvider time)
{
    private const string Keys = "/api/manage/me/keys";
    private static readonly TimeSpan MostOverlap = TimeSpan.FromDays(7);

    /// <summary>The key of the last time, or another secret for it. Calls at the same time get the same one.</summary>
    /// <exception cref="CodeRefusedException">The server refuses, or does not answer.</exception>
    public async Task<(ShortKey Key, bool IsNew)> TakeAsync(ShortKeyRequest request, CancellationToken cancellation)
    {
        using var held = await file.LockAsync(time, cancellation);
        var now = time.GetUtcNow();
        var kept = file.Read();
        if (kept is not null && kept.IsFresh(now, request.Life)) return (kept, false);
        var fresh = (kept is null ? null : await RenewAsync(kept, request, cancellation)) ?? await MakeAsync(request, cancellation);
        file.Write(fresh);
        return (fresh, true);
    }

    /// <summary>Null where the key is gone or revoked.</summary>
    private async Task<ShortKey?> RenewAsync(ShortKey before, ShortKeyRequest request, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var left = before.Ends > now ? before.Ends - now : TimeSpan.Zero;
        var overlap = left < MostOverlap ? left : MostOverlap;
        var rotated = await AskAsync(HttpMethod.Post, $"{Keys}/{before.Id}/rotate", new JsonObject { ["overlap_seconds"] = (int)overlap.TotalSeconds }, cancellation);
        if (rotated.Status is 404 or 409) return null;
        var secret = SecretOf(rotated);
        var (issued, ends) = request.From(now);
        var terms = new JsonObject { ["expires_at"] = Text(ends), ["groups"] = GroupsOf(request) };
        Check(await AskAsync(HttpMethod.Patch, $"{Keys}/{before.Id}", terms, cancellation));
        return new ShortKey(before.Id, secret, issued, ends);
    }

    private async Task<ShortKey> MakeAsync(ShortKeyRequest request, CancellationToken cancellation)
    {
        foreach (var name in request.Names(Environment.MachineName))
        {
            var (issued, ends) = request.From(time.GetUtcNow());
            var draft = new JsonObject { ["name"] = name, ["groups"] = GroupsOf(request), ["expires_at"] = Text(ends) };
            var made = await AskAsync(HttpMethod.Post, Keys, draft, cancellation);
            if (made.Status != 409) return new ShortKey(Guid.Parse(Check(made)["key"]!["id"]!.GetValue<string>()), SecretOf(made), issued, ends);

            // The file was lost, or a person has revoked it.
            var listed = Check(await AskAsync(HttpMethod.Get, Keys, null, cancellation, $"search={Uri.EscapeDataString(name)}"));
            var known = (listed["data"] as JsonArray ?? []).FirstOrDefault(key => key?["name"]?.GetValue<string>() == name && key["revoked_at"] is null);
            if (known is null) continue;
            if (await RenewAsync(new ShortKey(Guid.Parse(known["id"]!.GetValue<string>()), "", issued, issued), request, cancellation) is { } renewed) return renewed;
        }

        throw new CodeRefusedException("The server has revoked every key of this kind.", ExitCodes.CheckFailed);
    }

    private Task<Answer> AskAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation, string query = "")
    {
        var call = new Call(method, path) { Query = query }.WithKeys(new PlacedKey(KeyPlacement.Bearer, token));
        return client.SendAsync(body is null ? call : call.With(body), cancellation);
    }

    private static string SecretOf(Answer answer) => Check(answer)["secret"]!.GetValue<string>();

    private static JsonNode Check(Answer answer)
    {
        if (answer.Broken is { } broken) throw new CodeRefusedException($"The server cannot be asked: {broken}", ExitCodes.CheckFailed);
        return answer is { Status: >= 200 and < 300, Json: { } json }
            ? json
            : throw new CodeRefusedException($"The server answers {answer.Request} with {answer.Status}: {answer.Json?["detail"]?.ToString() ?? "no reason"}", ExitCodes.CheckFailed);
    }

    private static JsonArray GroupsOf(ShortKeyRequest request) => [.. request.Groups.Select(group => (JsonNode)group)];

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}
