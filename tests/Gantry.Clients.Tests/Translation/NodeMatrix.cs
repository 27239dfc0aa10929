using System.Text.Json;
using Gantry.Clients.Tests.Processes;
using Gantry.Protocols;

namespace Gantry.Clients.Tests.Translation;

/// <summary>One node process that reads any number of cases through the official SDKs.</summary>
internal static class NodeMatrix
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>What each SDK made of its case, in the order of the cases; skips the running test where the SDKs are not installed.</summary>
    public static async Task<IReadOnlyList<SdkReading>> ReadAsync(IReadOnlyList<(Protocol Client, bool Stream, ServedAnswer Served)> cases)
    {
        string script = InstalledClients.Script("matrix.mjs");
        var list = JsonSerializer.SerializeToUtf8Bytes(
            cases.Select((served, number) => new { number, protocol = served.Client.ToString().ToLowerInvariant(), stream = served.Stream }));
        await using var server = await CaseServer.StartAsync(list, [.. cases.Select(served => served.Served)]);
        using var sandbox = new Sandbox().With("GANTRY_URL", server.BaseUrl);
        var run = await sandbox.RunAsync("node", [script], Limit);
        run.Succeeded().Has(run.Events.Count == cases.Count, $"read {run.Events.Count} of {cases.Count} cases");
        return [.. run.Events.Select(line => new SdkReading(line)).OrderBy(reading => reading.Number)];
    }
}
