using System.Diagnostics;
using Dapper;
using Gantry.Cli;
using Gantry.Secrets;
using Gantry.Snapshot;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>The master key is changed under a running server (reliability S-11).</summary>
[Collection(AloneCollection.Name)]
public sealed class RotationTests(ITestOutputHelper output)
{
    private const int Records = 10_000;
    private static readonly TimeSpan Limit = TestRun.Limit(60);

    [Fact]
    public async Task S_11_Ten_thousand_records_are_wrapped_again_under_traffic_without_a_failed_request()
    {
        await using var gateway = await TestGateway.StartAsync("sim-text-n4");
        var folder = Path.GetDirectoryName(gateway.Database)!;
        var seal = gateway.Host.Services.GetRequiredService<SecretSeal>();
        var old = File.ReadAllText(Path.Combine(folder, "secrets", "master-key"));
        await FillAsync(gateway.Database, seal);

        using var done = new CancellationTokenSource();
        var traffic = Enumerable.Range(0, 4).Select(_ => AskAsync(gateway, done.Token)).ToArray();
        var clock = Stopwatch.StartNew();
        // By another process, as far as the server can tell.
        var told = new StringWriter();
        var code = await GantryCommand.RunAsync(["secrets", "rotate", "--data", folder], told, told, TestContext.Current.CancellationToken);
        clock.Stop();
        await done.CancelAsync();
        var asked = await Task.WhenAll(traffic);
        output.WriteLine($"{clock.Elapsed.TotalSeconds:F1} s, {asked.Sum(a => a.Asked)} requests beside it\n{told}");

        Assert.Equal(ExitCodes.Done, code);
        Assert.True(clock.Elapsed < Limit);
        Assert.True(asked.Sum(a => a.Asked) > 20);
        Assert.Equal(0, asked.Sum(a => a.Failed));
        Assert.Contains($"sealed_settings.sealed: {Records} wrapped again", told.ToString());
        Assert.False(File.Exists(Path.Combine(folder, "secrets", "master-key.previous")));
        Assert.NotEqual(old, File.ReadAllText(Path.Combine(folder, "secrets", "master-key")));
        Assert.Equal(0, await UnreadableAsync(gateway.Database, seal));

        // The server builds from rows under the new key, and its retired key opens nothing.
        using (var response = await gateway.PostAsync("/v1/chat/completions", ClientCall.Ask("chat", "sim-text-n4", stream: false).Body)) Assert.True(response.IsSuccessStatusCode);
        var lost = new SecretSeal(Convert.FromBase64String(old.Trim()));
        Assert.Equal(Records, await UnreadableAsync(gateway.Database, lost));
    }

    [Fact]
    public async Task S_11_Service_of_the_server_changes_the_key_as_well()
    {
        await using var gateway = await TestGateway.StartAsync("sim-text-n4");
        var report = await gateway.Host.Services.GetRequiredService<MasterKeyRotation>().RotateAsync(TestContext.Current.CancellationToken);
        Assert.True(report.Finished);
        Assert.True(report.Rewrapped.Sum(r => r.Count) > 0);
        Assert.Equal(gateway.Host.Snapshot.Version, gateway.Host.Services.GetRequiredService<SnapshotHolder>().Current.Version);
        using var response = await gateway.PostAsync("/v1/chat/completions", ClientCall.Ask("chat", "sim-text-n4", stream: false).Body);
        Assert.True(response.IsSuccessStatusCode);
    }

    private static async Task<(int Asked, int Failed)> AskAsync(TestGateway gateway, CancellationToken done)
    {
        var (asked, failed) = (0, 0);
        while (!done.IsCancellationRequested)
        {
            // Retries under a key are sealed into files, under whatever key is current.
            using var response = await gateway.PostAsync(
                "/v1/chat/completions", ClientCall.Ask("chat", "sim-text-n4", stream: asked % 2 == 0).Body, ("idempotency-key", Guid.CreateVersion7().ToString()), ("authorization", $"Bearer {TestGateway.Key}"));
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            asked++;
            if (!response.IsSuccessStatusCode || body.Length == 0) failed++;
        }

        return (asked, failed);
    }

    private static async Task FillAsync(string database, SecretSeal seal)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = connection.BeginTransaction();
        for (var i = 0; i < Records; i++)
        {
            var sealedText = Convert.ToBase64String(seal.Seal($"secret {i}", new SealContext("sealed_settings", $"probe{i:D5}", "sealed")));
            await connection.ExecuteAsync(
                "INSERT INTO sealed_settings (name, sealed, managed_by) VALUES (@name, @sealedText, 'hand')", new { name = $"probe{i:D5}", sealedText }, transaction);
        }

        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<int> UnreadableAsync(string database, SecretSeal seal)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        var failed = 0;
        foreach (var (name, box) in await connection.QueryAsync<(string, string)>("SELECT name, sealed FROM sealed_settings WHERE name LIKE 'probe%'"))
        {
            try
            {
                seal.Open(Convert.FromBase64String(box), new SealContext("sealed_settings", name, "sealed"));
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                failed++;
            }
        }

        return failed;
    }
}
