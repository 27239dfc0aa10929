using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gantry.Cli;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>
/// No secret leaves its place, whatever the log level, the way it came in and what goes wrong (reliability S-9). Secrets of features that are not in this
/// path yet are planted where they will come in: the session cookie on every call, the seed of one-time codes and the reset token in bodies and queries
/// of sign-in, the password of a database, as that of a proxy.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class CanaryTests(ITestOutputHelper output)
{
    private const string Foreign = "sk-ant-foreign-canary-7f3a9c5e1d2b4860";
    private const string WrongKey = "sk-wrong-canary-1a2b3c4d5e6f7081";
    private int _calls;

    private static readonly string Pepper = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string MasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string[] Faults = ["", "-fault-reset", "-fault-cut50", "-fault-resetafter-k3", "-fault-html", "-fault-empty", "-fault-errorafter-k2", "-fault-500", "-fault-429", "-fault-401"];

    private const string Cookie = "cookie-canary-9b8a7c6d5e4f30211f2e";
    private const string Seed = "TOTPCANARY7QZ4K5W2JX3MNB6VLTYRHEO";
    private const string ResetToken = "reset-canary-0f1e2d3c4b5a69788796a5b4";
    private const string WebhookSecret = "whsec_canary_5d4c3b2a19087f6e5d4c3b2a";
    private const string StripeKey = "sk_test_canary_8c7b6a5948372615f4e3";
    private const string DatabasePassword = "database-canary-31415926535897932384";

    private static readonly string[] UpstreamKeys = [TestGateway.UpstreamKey, "upstream-canary-2-c0ffee0123456789", "upstream-canary-3-c0ffee0123456789", "upstream-canary-4-c0ffee0123456789"];

    private static readonly string[] Canaries =
    [
        TestGateway.Key, .. UpstreamKeys, Cookie, Seed, ResetToken, WebhookSecret, DatabasePassword, Pepper, MasterKey, // the twelve
        StripeKey, Foreign, WrongKey,
    ];

    [Fact]
    public async Task S_9_Password_of_a_database_that_cannot_be_reached_is_not_told()
    {
        await using var installation = await Installation.CreateAsync("m");
        var unreachable = new Dictionary<string, string> { ["GANTRY_DATABASE"] = $"Host=127.0.0.1;Port=1;Username=gantry;Password={DatabasePassword}" };
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => installation.ServeAsync(environment: unreachable));
        Assert.Contains("PostgreSQL", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(DatabasePassword, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [Trait("Case", "285")]
    public async Task S_9_No_secret_is_in_any_output_file_or_answer(string format)
    {
        var models = Faults.Select(f => $"sim-text-n4{f}").Append("quotes").ToArray();
        await using var installation = await Installation.CreateAsync(models);
        await File.WriteAllTextAsync(installation.Config, Configuration(installation.Simulator.BaseUrl, models), TestContext.Current.CancellationToken);
        installation.Http.DefaultRequestHeaders.Add("cookie", $"__Host-gantry={Cookie}");
        await using var server = await installation.ServeAsync(environment: Loudest(format));
        var answers = new StringBuilder();
        foreach (var protocol in ClientCall.Protocols)
        {
            foreach (var model in models)
            {
                await CollectAsync(installation, server, ClientCall.Ask(protocol, model, stream: true), Present(protocol, TestGateway.Key), answers);
                await CollectAsync(installation, server, ClientCall.Ask(protocol, model, stream: false), Present(protocol, TestGateway.Key), answers);
            }

            await MisuseAsync(installation, server, protocol, answers);
            await CollectAsync(installation, server, ClientCall.Ask(protocol, "proxied", stream: false), Present(protocol, TestGateway.Key), answers);
        }

        await SignInAsync(installation, server, answers);

        await LeaveAsync(installation, server);
        server.Signal(GantryProcess.Terminate);
        Assert.Equal(0, await server.ExitAsync(TestRun.Limit(10)));
        output.WriteLine($"{server.Output.Length} characters of log, {answers.Length} of answers");

        Assert.True(server.Output.Length > 10_000, "the log level was not taken");
        AssertClean("the log", server.Output);
        AssertClean("an answer", answers.ToString());
        Assert.True(_calls >= 200, $"{_calls} calls");
        foreach (var command in (string[][])[["audit", "list", "--limit", "1000", "--json"], ["audit", "export"], ["key", "list", "--json"], ["usage", "export"]])
        {
            var said = new StringWriter();
            Assert.Equal(ExitCodes.Done, await WithSecretsAsync([.. command, "--data", installation.Data], said));
            AssertClean(string.Join(' ', command), said.ToString());
        }

        AssertClean("the dump", await DumpAsync(installation.Database));
        foreach (var file in Directory.EnumerateFiles(installation.Data, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/secrets/", StringComparison.Ordinal)))
        {
            AssertClean(file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
        }
    }

    private static string Configuration(Uri simulator, string[] models)
    {
        var local = $"provider: simulator, base_url: \"{simulator}\", allow_private_network: true";
        return "settings: {payments: {stripe: {secret_key: " + StripeKey + ", webhook_secret: " + WebhookSecret + "}}}\n"
            + TestGateway.Configuration(simulator, models)
                .Replace($"api_keys: [{TestGateway.UpstreamKey}]", $"api_keys: [{string.Join(", ", UpstreamKeys)}]", StringComparison.Ordinal)
                // Who quotes the key that it refuses has one.
                .Replace("model: \"quotes\", upstream: sim", "model: \"quotes\", upstream: quoting", StringComparison.Ordinal)
                .Replace("models:\n", $"  - {{name: quoting, {local}, api_keys: [{TestGateway.UpstreamKey}]}}\n"
                    + $"  - {{name: proxied, {local}, api_keys: [{UpstreamKeys[1]}], proxy: \"http://user:{DatabasePassword}@127.0.0.1:9\"}}\nmodels:\n  - {{id: proxied, price: {{free: true}}}}\n", StringComparison.Ordinal)
                .Replace("    deployments:\n", "    deployments:\n      - {model: proxied, upstream: proxied}\n", StringComparison.Ordinal);
    }

    // The commands take pepper and master key from files where the environment of this process has none.
    private static async Task<int> WithSecretsAsync(string[] command, StringWriter said)
    {
        var folder = Path.Combine(command[^1], "secrets");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "pepper"), Pepper, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "master-key"), MasterKey, TestContext.Current.CancellationToken);
        return await GantryCommand.RunAsync(command, said, said, TestContext.Current.CancellationToken);
    }

    private async Task SignInAsync(Installation installation, GantryProcess server, StringBuilder answers)
    {
        (string, string)[] none = [("x-nothing", "1")];
        foreach (var path in (string[])["/api/account/sign-in", "/console/sign-in", "/console/reset", "/setup", "/webhooks/stripe", "/v1/requests/x/capture", "/v1/usage", "/v1/quote", "/v1/route/explain", "/v1/route/health"])
        {
            await CollectAsync(installation, server, new ClientCall("chat", $"{path}?token={ResetToken}", $$"""{"seed":"{{Seed}}","token":"{{ResetToken}}","secret":"{{WebhookSecret}}"}""", false), none, answers);
            await CollectAsync(installation, server, new ClientCall("chat", path, "{", false), [("stripe-signature", $"t=1,v1={WebhookSecret}"), ("x-csrf", ResetToken)], answers);
        }
    }

    private static Dictionary<string, string> Loudest(string format) => new()
    {
        ["GANTRY_LOG"] = format,
        ["GANTRY_PEPPER"] = Pepper,
        ["GANTRY_MASTER_KEY"] = MasterKey,
        ["Logging__LogLevel__Default"] = "Trace",
        ["Logging__LogLevel__Microsoft"] = "Trace",
        ["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
        ["Logging__LogLevel__Microsoft.AspNetCore.Server.Kestrel.Http"] = "Trace",
        ["Logging__Console__LogLevel__Default"] = "Trace",
        ["Logging__Console__LogLevel__Microsoft.AspNetCore"] = "Trace",
        ["Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
    };

    private static (string Name, string Value)[] Present(string protocol, string key) => protocol switch
    {
        "messages" => [("x-api-key", key), ("authorization", $"Bearer {Foreign}")],
        "gemini" => [("x-goog-api-key", key), ("x-api-key", Foreign)],
        _ => [("authorization", $"Bearer {key}"), ("x-api-key", Foreign)],
    };

    private async Task MisuseAsync(Installation installation, GantryProcess server, string protocol, StringBuilder answers)
    {
        var good = ClientCall.Ask(protocol, "sim-text-n4", stream: true);
        var separator = good.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        (string, string)[] none = [("x-nothing", "1")];
        await CollectAsync(installation, server, good, Present(protocol, WrongKey), answers);
        await CollectAsync(installation, server, good with { Path = $"{good.Path}{separator}key={TestGateway.Key}" }, none, answers);
        await CollectAsync(installation, server, good with { Path = $"{good.Path}{separator}key={WrongKey}" }, none, answers);
        await CollectAsync(installation, server, good with { Path = $"/v1{good.Path}{separator}key={TestGateway.Key}" }, none, answers);
        await CollectAsync(installation, server, good with { Path = $"/nowhere{separator}key={TestGateway.Key}" }, none, answers);
        await CollectAsync(installation, server, good with { Body = "{" }, Present(protocol, TestGateway.Key), answers);
        await CollectAsync(installation, server, ClientCall.Ask(protocol, "no-such-model", stream: false), Present(protocol, TestGateway.Key), answers);
        foreach (var status in new[] { 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529 })
        {
            // Some vendors quote the credential that they refuse.
            installation.Simulator.Scripts.Enqueue(new Script { Model = "quotes", Replay = Quoting(status) });
            await CollectAsync(installation, server, ClientCall.Ask(protocol, "quotes", stream: status % 2 == 0), Present(protocol, TestGateway.Key), answers);
        }
    }

    private static ReplayScript Quoting(int status) => new()
    {
        Status = status,
        Headers = [new("content-type", "application/json"), new("x-ratelimit-reset", TestGateway.UpstreamKey), new("www-authenticate", $"Bearer {TestGateway.UpstreamKey}")],
        Body = Encoding.UTF8.GetBytes($$"""{"error":{"message":"Incorrect API key provided: {{TestGateway.UpstreamKey}}.","code":{{status}},"type":"x"} }"""),
    };

    private async Task CollectAsync(Installation installation, GantryProcess server, ClientCall call, (string, string)[] headers, StringBuilder answers)
    {
        _calls++;
        try
        {
            using var response = await installation.SendAsync(server, call, headers);
            answers.Append(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.Headers}{response.Content.Headers}\n");
            answers.Append(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Append('\n');
        }
        catch (HttpRequestException broken)
        {
            answers.Append(broken.Message).Append('\n');
        }
    }

    // Neither a line that is no HTTP nor a client that leaves may bring its target into the log.
    private static async Task LeaveAsync(Installation installation, GantryProcess server)
    {
        using var garbled = await RawClient.ConnectAsync(server.Address);
        await garbled.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/models?key={TestGateway.Key} HTTP/9.9\r\nAuthorization: {TestGateway.Key}\r\nbad header {WrongKey}\r\n\r\n"));
        await garbled.ReadToAsync("\r\n\r\n");
        using var leaving = await RawClient.ConnectAsync(server.Address);
        var call = ClientCall.Ask("gemini", "sim-text-n4", stream: true);
        await leaving.SendAsync((call with { Path = $"{call.Path}&key={TestGateway.Key}" }).Wire(server.Address.Authority).AsMemory()[..^3]);
        leaving.Reset();
    }

    private static async Task<string> DumpAsync(string database)
    {
        var dump = new StringBuilder();
        await using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        var tables = await Dapper.SqlMapper.QueryAsync<string>(connection, "SELECT name FROM sqlite_master WHERE type = 'table'");
        foreach (var table in tables)
        {
            foreach (IDictionary<string, object?> row in await Dapper.SqlMapper.QueryAsync(connection, $"SELECT * FROM \"{table}\""))
            {
                dump.AppendJoin('|', row.Values.Select(v => v is byte[] bytes ? Encoding.Latin1.GetString(bytes) : v?.ToString())).Append('\n');
            }
        }

        Assert.Contains("test@example.com", dump.ToString());
        return dump.ToString();
    }

    private static void AssertClean(string place, string text)
    {
        foreach (var canary in Canaries)
        {
            var at = text.IndexOf(canary, StringComparison.Ordinal);
            Assert.True(at < 0, $"{place} holds the canary {canary[..8]}…: {(at < 0 ? "" : text[Math.Max(0, at - 300)..at])}");
        }
    }
}
