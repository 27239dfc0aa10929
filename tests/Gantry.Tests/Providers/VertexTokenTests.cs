using System.Text;
using Gantry.Tests.Relay.Face;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>Where the tokens come from, how long they are used, and what is told when none can be had.</summary>
public sealed class VertexTokenTests
{
    private static readonly Call Plain = Call.Of("gemini", "gemini-2.5-flash");

    [Fact]
    public async Task Two_hundred_requests_at_once_share_one_fetch()
    {
        await using var rig = await VertexRig.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Plain.SendAsync(rig.Gateway)));

        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.Equal(1, rig.Desk.Issued);
    }

    [Fact]
    public async Task Token_is_renewed_ahead_of_its_end()
    {
        var time = new FakeTime();
        await using var rig = await VertexRig.StartAsync(time: time);
        await AnsweredAsync(rig);
        time.Advance(TimeSpan.FromMinutes(50));
        await AnsweredAsync(rig);
        Assert.Equal(1, rig.Desk.Issued);

        // It is still good for a minute, which a long request might not live through.
        time.Advance(TimeSpan.FromMinutes(9));
        await AnsweredAsync(rig);
        await AnsweredAsync(rig);
        Assert.Equal(2, rig.Desk.Issued);
        Assert.All(rig.Asked, asked => Assert.Equal(200, asked.Status));
    }

    [Fact]
    public async Task Token_that_is_refused_before_its_time_is_replaced_and_the_request_sent_once_more()
    {
        await using var rig = await VertexRig.StartAsync();
        await AnsweredAsync(rig);
        rig.Desk.Revoke();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Plain.SendAsync(rig.Gateway)));

        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.Equal(2, rig.Desk.Issued);
    }

    [Fact]
    public async Task Token_that_is_refused_again_and_again_is_not_fetched_for_every_request()
    {
        var time = new FakeTime();
        await using var rig = await VertexRig.StartAsync(time: time);
        await AnsweredAsync(rig);
        for (var number = 0; number < 5; number++)
        {
            rig.Desk.Revoke();
            using var response = await Plain.SendAsync(rig.Gateway);
            Assert.Equal(number == 0 ? 200 : 503, (int)response.StatusCode);
        }

        Assert.Equal(2, rig.Desk.Issued);
        time.Advance(TimeSpan.FromSeconds(11));
        await AnsweredAsync(rig);
        Assert.Equal(3, rig.Desk.Issued);
    }

    [Fact]
    public async Task Credentials_of_the_machine_are_read_from_the_file_that_the_variable_names()
    {
        var file = Path.GetTempFileName();
        try
        {
            await using var rig = await VertexRig.StartAsync(
                keys: (_, _) => "[]",
                adjust: (account, simulator, hosting) =>
                {
                    File.WriteAllText(file, account.Document(simulator));
                    return hosting with { Environment = name => name == "GOOGLE_APPLICATION_CREDENTIALS" ? file : null };
                });
            await AnsweredAsync(rig);

            Assert.Equal(1, rig.Desk.Issued);
            Assert.StartsWith("/v1beta1/projects/vertex-project/locations/europe-west4/", Assert.Single(rig.Asked).Target, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Plain_key_goes_as_googles_key_to_the_addresses_of_the_express_mode()
    {
        await using var rig = await VertexRig.StartAsync(keys: (_, _) => "[express-key-0123456789]", upstream: options => options with { RequiredKey = "express-key-0123456789" });
        await AnsweredAsync(rig);

        var asked = Assert.Single(rig.Asked);
        Assert.Equal("/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent", asked.Target);
        Assert.Equal("express-key-0123456789", asked.Header("x-goog-api-key"));
        Assert.Null(asked.Header("authorization"));
        Assert.Equal(0, rig.Desk.Issued);
    }

    [Fact]
    public async Task Project_of_the_upstream_goes_before_that_of_the_account()
    {
        await using var rig = await VertexRig.StartAsync(options: "project: other-project, location: global");
        await AnsweredAsync(rig);

        Assert.StartsWith("/v1beta1/projects/other-project/locations/global/", Assert.Single(rig.Asked).Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task Wrong_key_is_the_gateways_fault_and_nothing_of_it_is_shown(string client)
    {
        var document = "";
        await using var rig = await VertexRig.StartAsync(keys: (account, simulator) => $"['{document = account.Document(simulator, wrongKey: true)}']");
        var log = new Lines();
        rig.Gateway.Host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        using var response = await Call.Of(client, "gemini-2.5-flash").SendAsync(rig.Gateway);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(client == "messages" ? 529 : 503, (int)response.StatusCode);
        Assert.Equal("gateway", response.Headers.GetValues("x-gantry-error-origin").Single());
        Assert.Contains("could not get a credential", body, StringComparison.Ordinal);
        var record = Assert.Single(await rig.Gateway.UsageAsync(1));
        Assert.Equal(("gateway", "upstream_credential_unavailable"), (record.ErrorOrigin, record.ErrorCode));
        Assert.Empty(rig.Asked);

        var told = log.All;
        Assert.Contains("invalid_grant", told, StringComparison.Ordinal);
        Assert.Contains(VertexAccount.Email, told, StringComparison.Ordinal);
        Assert.DoesNotContain(VertexAccount.Email, body, StringComparison.Ordinal);
        foreach (var part in Secrets(document))
        {
            Assert.DoesNotContain(part, told, StringComparison.Ordinal);
            Assert.DoesNotContain(part, body, StringComparison.Ordinal);
            Assert.DoesNotContain(part, string.Join('\n', response.Headers.SelectMany(header => header.Value)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"type":"authorized_user","client_secret":"canary-secret-0123456789"}""", "no service account")]
    [InlineData("""{"type":"service_account","private_key":"canary-secret-0123456789"}""", "no whole credential")]
    [InlineData("""{"type":"service_account","private_key":"canary-secret-0123456789""", "not JSON")]
    [InlineData("""{"type":"canary-secret-0123456789"}""", "no service account")]
    public async Task Document_that_is_no_account_is_told_without_its_words(string document, string expected)
    {
        await using var rig = await VertexRig.StartAsync(keys: (_, _) => $"['{document}']");
        var log = new Lines();
        rig.Gateway.Host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        using var response = await Plain.SendAsync(rig.Gateway);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Contains(expected, log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", log.All + body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_stands_sealed_in_the_store_and_tokens_stand_nowhere()
    {
        var document = "";
        await using var rig = await VertexRig.StartAsync(keys: (account, simulator) => $"['{document = account.Document(simulator)}']");
        await AnsweredAsync(rig);
        await rig.Gateway.UsageAsync(1);
        var token = Assert.Single(rig.Asked).Header("authorization")!["Bearer ".Length..];

        var folder = Path.GetDirectoryName(rig.Gateway.Database)!;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("lock", StringComparison.Ordinal)))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[open.Length];
            await open.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            var text = Encoding.Latin1.GetString(bytes);
            Assert.All(Secrets(document).Append(token), part => Assert.DoesNotContain(part, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Token_endpoint_that_is_not_reached_is_told_with_what_to_look_at()
    {
        using var closed = Gantry.Simulator.ClosedPort.Take();
        await using var rig = await VertexRig.StartAsync(keys: (account, _) => $"['{account.Document(closed.BaseUrl)}']");
        var log = new Lines();
        rig.Gateway.Host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        using var response = await Plain.SendAsync(rig.Gateway);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Contains("is its token endpoint reachable", log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_without_a_credential_is_estimated()
    {
        await using var rig = await VertexRig.StartAsync(keys: (account, simulator) => $"['{account.Document(simulator, wrongKey: true)}']");
        using var response = await rig.Gateway.PostAsync("/v1/messages/count_tokens", """{"model":"claude-sonnet-4-5","messages":[{"role":"user","content":"hello"}]}""");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.True(response.Headers.Contains("x-gantry-estimated"));
    }

    /// <summary>Pieces of the document that nobody may see: of every line of the key, and its id.</summary>
    private static IEnumerable<string> Secrets(string document) =>
        System.Text.Json.JsonElement.Parse(document).GetProperty("private_key").GetString()!.Split('\n').Where(line => line.Length > 20 && !line.StartsWith('-'))
            .Select(line => line[..20]).Append("canary-key-id");

    private static async Task AnsweredAsync(VertexRig rig)
    {
        using var response = await Plain.SendAsync(rig.Gateway);
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public string All => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
