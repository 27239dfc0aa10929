using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>No secret leaves its place, whatever the log level, the way it came in and what goes wrong (reliability S-9).</summary>
[Collection(AloneCollection.Name)]
public sealed class CanaryTests(ITestOutputHelper output)
{
    private const string Foreign = "sk-ant-foreign-canary-7f3a9c5e1d2b4860";
    private const string WrongKey = "sk-wrong-canary-1a2b3c4d5e6f7081";
    private static readonly string Pepper = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string MasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string[] Faults = ["", "-fault-reset", "-fault-cut50", "-fault-resetafter-k3", "-fault-html", "-fault-empty", "-fault-errorafter-k2", "-fault-500", "-fault-429", "-fault-401"];

    private static readonly string[] Canaries = [TestGateway.Key, TestGateway.UpstreamKey, Foreign, WrongKey, Pepper, MasterKey];

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [Trait("Case", "285")]
    public async Task No_secret_is_in_any_output_file_or_answer(string format)
    {
        var models = Faults.Select(f => $"sim-text-n4{f}").Append("quotes").ToArray();
        await using var installation = await Installation.CreateAsync(models);
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
        }

        await LeaveAsync(installation, server);
        server.Signal(GantryProcess.Terminate);
        Assert.Equal(0, await server.ExitAsync(TimeSpan.FromSeconds(10)));
        output.WriteLine($"{server.Output.Length} characters of log, {answers.Length} of answers");

        Assert.True(server.Output.Length > 10_000, "the log level was not taken");
        AssertClean("the log", server.Output);
        AssertClean("an answer", answers.ToString());
        AssertClean("the dump", await DumpAsync(installation.Database));
        foreach (var file in Directory.EnumerateFiles(installation.Data, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/secrets/", StringComparison.Ordinal)))
        {
            AssertClean(file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
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

    private static async Task MisuseAsync(Installation installation, GantryProcess server, string protocol, StringBuilder answers)
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
        foreach (var status in new[] { 400, 401, 403, 404, 429, 500 })
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

    private static async Task CollectAsync(Installation installation, GantryProcess server, ClientCall call, (string, string)[] headers, StringBuilder answers)
    {
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
