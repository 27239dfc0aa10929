using System.Text.Json;
using Gantry.Clients.Tests.Processes;
using Gantry.Protocols;

namespace Gantry.Clients.Tests.Translation;

/// <summary>The vendors' own type declarations, read by one node process that holds request bodies against them.</summary>
internal static class PublishedTypes
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>The faults of each body, in order; skips the running test where the declarations are not installed.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> FaultsAsync(IReadOnlyList<(Protocol Protocol, byte[] Body)> requests)
    {
        string script = InstalledClients.Script("types.mjs");
        var list = JsonSerializer.SerializeToUtf8Bytes(requests.Select((request, number) => new { number, protocol = request.Protocol.ToString().ToLowerInvariant() }));
        await using var server = await CaseServer.StartAsync(list, [.. requests.Select(request => new ServedAnswer(200, "application/json", request.Body))]);
        using var sandbox = new Sandbox().With("GANTRY_URL", server.BaseUrl);
        var run = await sandbox.RunAsync("node", [script], Limit);
        run.Succeeded().Has(run.Events.Count == requests.Count, $"read {run.Events.Count} of {requests.Count} requests");
        return
        [
            .. run.Events.OrderBy(line => line.GetProperty("number").GetInt32())
                .Select(line => (IReadOnlyList<string>)[.. line.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()!)]),
        ];
    }
}
