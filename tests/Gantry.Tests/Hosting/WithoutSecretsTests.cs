using System.Net;
using Gantry.Accounts;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage.Health;
using Gantry.Hosting;
using Gantry.Secrets;
using Gantry.Simulator;
using Gantry.Storage;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>A copy of the database on a host that has none of its secrets (reliability S-13).</summary>
public sealed class WithoutSecretsTests
{
    private const string Model = "sim-text-n4";

    [Fact]
    public async Task S_13_Copy_without_secrets_is_refused_by_default_and_its_folder_gets_no_false_ones()
    {
        using var folder = new TempFolder();
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        await MakeAsync(folder, simulator);
        Directory.Delete(folder.File("secrets"), recursive: true);
        var refused = await Assert.ThrowsAsync<DatabaseException>(() => StartAsync(folder, simulator, withoutSecrets: false));
        Assert.Contains("--without-secrets", refused.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task S_13_Copy_without_the_master_key_starts_with_an_alarm_and_calls_no_upstream(bool blank)
    {
        using var folder = new TempFolder();
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        await MakeAsync(folder, simulator);
        var before = simulator.Record.Exchanges.Count;
        if (blank) File.Delete(folder.File("secrets/master-key"));
        else await File.WriteAllTextAsync(folder.File("secrets/master-key"), Convert.ToBase64String(new byte[32]), TestContext.Current.CancellationToken);

        await using (var host = await StartAsync(folder, simulator, withoutSecrets: true))
        {
            using var http = Client(host);
            foreach (var protocol in ClientCall.Protocols)
            {
                using var response = await http.PostAsync(ClientCall.Ask(protocol, Model, stream: false).Path, Body(protocol), TestContext.Current.CancellationToken);
                Assert.True((int)response.StatusCode >= 500, $"{protocol}: {(int)response.StatusCode}");
            }

            Assert.Equal(before, simulator.Record.Exchanges.Count);
            using var ready = await http.GetAsync("/readyz", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Equal("running without its secrets", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal("ok", await http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
            var report = new StringWriter();
            StartupReport.Write(report, host, terminal: false);
            Assert.Contains("ALARM The master key is missing", report.ToString());
            Assert.Contains(SecretFiles.MasterKeyVariable, Assert.Single(host.Services.GetRequiredService<SecretAlarm>().Sentences));
            var admin = new Caller { AccountId = Guid.Empty, Email = "a@example.com", Role = AccountRole.Admin };
            var told = await host.Services.GetRequiredService<IHealthAdmin>().GetAsync(admin, TestContext.Current.CancellationToken);
            Assert.Contains(SecretFiles.MasterKeyVariable, Assert.Single(told.SecretAlarms));
        }

        if (blank) Assert.False(File.Exists(folder.File("secrets/master-key")));
    }

    [Fact]
    public async Task S_13_Copy_without_any_secret_starts_recognises_nobody_and_is_whole_when_they_come_back()
    {
        using var folder = new TempFolder();
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        await MakeAsync(folder, simulator);
        Directory.Move(folder.File("secrets"), folder.File("elsewhere"));
        await using (var host = await StartAsync(folder, simulator, withoutSecrets: true))
        {
            using var http = Client(host);
            using var response = await http.PostAsync("/v1/chat/completions", Body("chat"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal(2, host.Services.GetRequiredService<SecretAlarm>().Sentences.Length);
            // Nothing that would have to be proven later is written under a pepper that is none.
            var log = host.Services.GetRequiredService<Gantry.Audit.IAuditLog>();
            await Assert.ThrowsAsync<SecretFileException>(() => log.AppendAsync(Sample.Note, [], CancellationToken.None));
        }

        Assert.False(Directory.Exists(folder.File("secrets")));
        Directory.Move(folder.File("elsewhere"), folder.File("secrets"));
        await using var again = await StartAsync(folder, simulator, withoutSecrets: true);
        using var client = Client(again);
        using var served = await client.PostAsync("/v1/chat/completions", Body("chat"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.False(again.Services.GetRequiredService<SecretAlarm>().Rings);
    }

    private static async Task MakeAsync(TempFolder folder, SimulatorServer simulator)
    {
        await using var host = await StartAsync(folder, simulator, withoutSecrets: false, TestGateway.Configuration(simulator.BaseUrl, [Model]));
        using var http = Client(host);
        using var response = await http.PostAsync("/v1/chat/completions", Body("chat"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static Task<GatewayHost> StartAsync(TempFolder folder, SimulatorServer simulator, bool withoutSecrets, string? file = null) => GatewayHost.StartAsync(
        new HostingOptions
        {
            Urls = "http://127.0.0.1:0",
            DataFolder = folder.Path,
            Declared = CatalogFile.Parse(file ?? TestGateway.Configuration(simulator.BaseUrl, [Model]), "test.yaml", _ => null),
            WithoutSecrets = withoutSecrets,
            Environment = _ => null,
        },
        TestContext.Current.CancellationToken);

    private static StringContent Body(string protocol) => new(ClientCall.Ask(protocol, Model, stream: false).Body, System.Text.Encoding.UTF8, "application/json");

    private static HttpClient Client(GatewayHost host)
    {
        // Tests play the client: the rule of one sender is for the gateway.
#pragma warning disable RS0030
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Address };
#pragma warning restore RS0030
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {TestGateway.Key}");
        return http;
    }
}
