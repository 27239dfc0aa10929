using System.Net;
using System.Text;
using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Billing;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>A gateway before a simulated upstream that speaks Chat alone, with two people, a team of both, money, and keys.</summary>
internal sealed class LogRig : IAsyncDisposable
{
    public const string User = "user@example.com";
    public const string Other = "other@example.com";
    public const string Laptop = "sk-log-laptop-0123456789abcdef";
    public const string Notebook = "sk-log-notebook-0123456789abcdef";
    public const string Theirs = "sk-log-theirs-0123456789abcdef";

    /// <summary>1,000 tokens of prompt beside 200 out of the cache, 50 of answer.</summary>
    public const string Model = "sim-text-usage-in1000-cr200-out50";

    /// <summary>Answers 400.</summary>
    public const string Broken = "sim-text-fault-400";

    private readonly SimulatorServer _simulator;
    private readonly PlainClient _client;
    private int _sent;

    private LogRig(SimulatorServer simulator, GatewayServer server)
    {
        (_simulator, Server) = (simulator, server);
        _client = new PlainClient(server.Address);
    }

    public GatewayServer Server { get; }

    public int UpstreamPort => _simulator.BaseUrl.Port;

    public static async Task<LogRig> StartAsync()
    {
        var simulator = await SimulatorServer.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        return new LogRig(simulator, await GatewayServer.StartAsync(
            $$$"""
            settings: {active_probes: false}
            upstreams:
              - {name: north, provider: simulator, base_url: '{{{simulator.BaseUrl}}}', api_keys: [simulated], allow_private_network: true, speaks: [chat]}
            models:
              - {id: {{{Model}}}, price: {input: 3.00, output: 15.00, cache_read: 0.30}}
              - {id: {{{Broken}}}, price: {input: 3.00, output: 15.00}}
            groups:
              - name: everyone
                multiplier: 1.25
                deployments:
                  - {model: {{{Model}}}, upstream: north, upstream_model: {{{Model}}}}
                  - {model: {{{Broken}}}, upstream: north, upstream_model: {{{Broken}}}}
            accounts:
              - email: {{{User}}}
                credit: 10
                keys: [{name: laptop, secret: {{{Laptop}}}, groups: [everyone]}]
              - email: {{{Other}}}
                credit: 10
                keys: [{name: theirs, secret: {{{Theirs}}}, groups: [everyone]}]
            teams:
              - name: research
                credit: 10
                members: [{email: {{{User}}}}, {email: {{{Other}}}, role: manager}]
                keys: [{name: notebook, secret: {{{Notebook}}}, groups: [everyone], member: {{{User}}}}]
            """));
    }

    /// <summary>Sends one request as a Messages client, and waits until its record is stored.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> SendAsync(string key = Laptop, string model = Model, bool ok = true)
    {
        using var answer = await _client.SendAsync(
            HttpMethod.Post,
            "/v1/messages",
            new StringContent($$"""{"model":"{{model}}","max_tokens":100,"top_k":5,"messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json"),
            ("x-api-key", key),
            ("anthropic-version", "2023-06-01"));
        Assert.True(answer.StatusCode == HttpStatusCode.OK == ok, await answer.Content.ReadAsStringAsync());
        var id = answer.Headers.GetValues("x-request-id").Single();
        await StoredAsync(++_sent);
        return id;
    }

    /// <summary>Stores records of somebody, a second apart up to now, the newest last.</summary>
    public async Task StoreAsync(string email, params string[] ids)
    {
        var stop = TestContext.Current.CancellationToken;
        var account = (await Server.Services.GetRequiredService<UserDesk>().ListAsync(stop)).Single(user => user.Email == email).Id;
        var now = Server.Time.GetUtcNow();
        await Server.Services.GetRequiredService<IUsageStore>().InsertAsync(
            [
                .. ids.Select((id, i) => new UsageRecord
                {
                    RequestId = id,
                    StartedAt = now.AddSeconds(i - ids.Length),
                    AccountId = account,
                    Group = "everyone",
                    Model = Model,
                    Protocol = Gantry.Protocols.Protocol.Messages,
                    Operation = Gantry.Protocols.Operation.Chat,
                    Status = 200,
                    Outcome = UsageOutcome.Completed,
                }),
            ],
            stop);
    }

    /// <summary>Gives an account of the file a password, and signs in.</summary>
    public async Task EnterAsync(Visitor visitor, string email)
    {
        var token = await Server.Services.GetRequiredService<UserDesk>().ResetAsync(email, factors: false, AuditNote.OfCommand("account.reset"), TestContext.Current.CancellationToken);
        await visitor.OpenAsync("/new-password?token=" + token);
        await visitor.FillAsync("New password", PageRig.Password);
        await visitor.PressAsync("Save");
        Assert.Equal("/console", visitor.Path);
    }

    private async Task StoredAsync(int count)
    {
        var log = Server.Services.GetRequiredService<IUsageLog>();
        while ((await log.PageAsync(new UsageLogQuery { Owner = null, Limit = count }, TestContext.Current.CancellationToken)).Count < count) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
        await _simulator.DisposeAsync();
    }
}
