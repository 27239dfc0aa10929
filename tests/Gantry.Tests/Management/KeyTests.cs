using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gantry.Access;
using Gantry.Management.Http;
using Gantry.Management.Keys;
using Gantry.Secrets;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Client keys through the API, and what they are worth at the relay.</summary>
public sealed class KeyTests
{
    private const string Request = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task S_2_No_secret_of_a_thousand_keys_is_in_the_database_and_none_is_shown_again()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var secrets = new List<string>();
        foreach (var part in Enumerable.Range(0, 1000).Chunk(50))
        {
            secrets.AddRange(await Task.WhenAll(part.Select(async i =>
                (await gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, $$"""{"name":"key {{i}}","groups":["all"]}""", (RepeatedRequests.Header, i < 50 ? $"k{i}" : ""))).GetProperty("secret").GetString()!)));
        }

        Assert.Equal(1000, secrets.Distinct().Count());
        var search = new SecretSearch(secrets);
        Assert.True(search.IsIn(Encoding.ASCII.GetBytes($"a{secrets[999]}b")));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(gateway.Gateway.Database)!, "gantry.db*"))
            Assert.False(search.IsIn(SecretSearch.Read(file)), file);

        var next = "";
        var seen = 0;
        do
        {
            var page = await gateway.ExpectAsync(200, "GET", $"me/keys?limit=200{next}", ManageGateway.User);
            Assert.False(search.IsIn(Encoding.UTF8.GetBytes(page.GetRawText())));
            seen += page.GetProperty("data").GetArrayLength();
            next = page.GetProperty("next").GetString() is { } cursor ? $"&after={cursor}" : "";
        }
        while (next.Length > 0);

        Assert.Equal(1000, seen);
        // Without the pepper nobody can tell which row belongs to a key.
        var other = new KeyHasher(new byte[32]);
        var hashes = (await gateway.RowsAsync()).Keys.Select(k => k.Hash).ToHashSet();
        Assert.DoesNotContain(secrets, s => hashes.Contains(other.Hash(s)));
    }

    [Fact]
    public async Task Key_works_when_its_maker_hears_of_it_and_no_more_when_its_end_is_answered()
    {
        await using var gateway = await ManageGateway.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            var (id, secret) = await MakeAsync(gateway, $$"""{"name":"at once {{i}}","groups":["all"]}""");
            Assert.Equal(200, await CallAsync(gateway, secret));
            await gateway.ExpectAsync(204, "DELETE", $"keys/{id}", ManageGateway.Admin);
            Assert.Equal(401, await CallAsync(gateway, secret));
        }
    }

    [Fact]
    public async Task S_3_Key_revoked_under_load_stops_within_five_seconds()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var (id, secret) = await MakeAsync(gateway, """{"name":"loaded","groups":["all"]}""");
        await UntilAsync(gateway, secret, 200);
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!stop.IsCancellationRequested) await CallAsync(gateway, secret);
        }).ToArray();
        await gateway.ExpectAsync(204, "DELETE", $"keys/{id}", ManageGateway.Admin);
        Assert.InRange(await UntilAsync(gateway, secret, 401), TimeSpan.Zero, TestRun.Limit(5));
        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.Equal(401, await CallAsync(gateway, secret));
    }

    [Fact]
    public async Task S_3_Lowered_cap_and_disabled_account_stop_a_key_within_five_seconds()
    {
        await using var gateway = await ManageGateway.StartAsync();
        await gateway.ExpectAsync(200, "PATCH", "models/m/prices", ManageGateway.Owner, """{"price":{"free":null,"input":"1000.00","output":"1000.00","request":"0.10"}}""");
        var (id, secret) = await MakeAsync(gateway, """{"name":"capped","groups":["all"],"spend_cap":[{"amount":"90.00","window":"day"}]}""");
        await UntilAsync(gateway, secret, 200);
        await gateway.ExpectAsync(200, "PATCH", $"keys/{id}", ManageGateway.Admin, """{"spend_cap":[{"amount_nanos":1000,"window":"day"}]}""");
        Assert.InRange(await UntilAsync(gateway, secret, 402, 429, 403), TimeSpan.Zero, TestRun.Limit(5));

        var (_, second) = await MakeAsync(gateway, """{"name":"of a disabled account","groups":["all"]}""");
        await UntilAsync(gateway, second, 200);
        var account = (await gateway.RowsAsync()).Accounts.Single(a => a.Email == ManageGateway.User).Id;
        await gateway.ExpectAsync(200, "POST", $"accounts/{account}/disable", ManageGateway.Admin);
        Assert.InRange(await UntilAsync(gateway, second, 401), TimeSpan.Zero, TestRun.Limit(5));
    }

    [Fact]
    public async Task Rotated_key_works_with_both_secrets_for_as_long_as_was_asked()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var (id, first) = await MakeAsync(gateway, """{"name":"turning","groups":["all"]}""");
        await gateway.ExpectAsync(400, "POST", $"me/keys/{id}/rotate", ManageGateway.User, """{"overlap_seconds":604801}""");
        var issued = await gateway.ExpectAsync(200, "POST", $"me/keys/{id}/rotate", ManageGateway.User, """{"overlap_seconds":604800}""");
        var second = issued.GetProperty("secret").GetString()!;
        Assert.NotNull(issued.GetProperty("key").GetProperty("former_secret_until").GetString());
        await UntilAsync(gateway, second, 200);
        Assert.Equal(200, await CallAsync(gateway, first));

        var third = (await gateway.ExpectAsync(200, "POST", $"me/keys/{id}/rotate", ManageGateway.User, """{"overlap_seconds":2}""")).GetProperty("secret").GetString()!;
        await UntilAsync(gateway, third, 200);
        Assert.Equal(401, await CallAsync(gateway, first));
        await UntilAsync(gateway, second, 401);
        Assert.Equal(200, await CallAsync(gateway, third));
        Assert.Single((await gateway.RowsAsync()).Keys, k => k.Name == "turning");
    }

    [Fact]
    public async Task Last_use_is_told_at_once_and_written_down_now_and_then()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var (id, secret) = await MakeAsync(gateway, """{"name":"used","groups":["all"]}""");
        Assert.Equal(JsonValueKind.Null, (await gateway.ExpectAsync(200, "GET", $"me/keys/{id}", ManageGateway.User)).GetProperty("last_used_at").ValueKind);
        await UntilAsync(gateway, secret, 200);
        var told = (await gateway.ExpectAsync(200, "GET", $"me/keys/{id}", ManageGateway.User)).GetProperty("last_used_at").GetDateTimeOffset();
        Assert.InRange(TimeProvider.System.GetUtcNow() - told, TimeSpan.Zero, TimeSpan.FromMinutes(1));

        await gateway.Service<KeyUseWriter>().FlushAsync(TestContext.Current.CancellationToken);
        var written = await gateway.Service<Gantry.Catalog.Keys.IKeyUseStore>().ReadAsync([Guid.Parse(id)], TestContext.Current.CancellationToken);
        Assert.InRange(told - written[Guid.Parse(id)], TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        Assert.Empty(gateway.Service<KeyUses>().Take());
    }

    [Fact]
    public async Task S_7_Key_does_what_it_is_scoped_to_and_nothing_else()
    {
        await using var gateway = await ManageGateway.StartAsync();
        await gateway.ExpectAsync(201, "POST", "groups", ManageGateway.Owner, """{"name":"second"}""");
        await gateway.ExpectAsync(201, "POST", "deployments", ManageGateway.Admin, """{"group":"second","model":"n","upstream":"sim"}""");
        // Each key lacks one thing; each request needs one thing.
        string[] keys =
        [
            (await MakeAsync(gateway, """{"name":"group","groups":["second"]}""")).Secret,
            (await MakeAsync(gateway, """{"name":"model","groups":["all"],"models":["m"]}""")).Secret,
            (await MakeAsync(gateway, """{"name":"operation","groups":["all"],"operations":["chat"]}""")).Secret,
            (await MakeAsync(gateway, """{"name":"network","groups":["all"],"networks":["10.0.0.0/8"]}""")).Secret,
            (await MakeAsync(gateway, """{"name":"all","groups":["all"],"networks":["127.0.0.0/8"],"expires_at":"2090-01-01T00:00:00Z"}""")).Secret,
        ];
        (string Path, string Body)[] requests =
        [
            ("/v1/chat/completions", Request),
            ("/v1/chat/completions", Request.Replace("\"m\"", "\"n\"", StringComparison.Ordinal)),
            ("/v1/messages/count_tokens", Request),
            ("/v1/messages", Request.Replace("{\"model\"", "{\"max_tokens\":8,\"model\"", StringComparison.Ordinal)),
            ("/v1/embeddings", """{"model":"m","input":"hi"}"""),
        ];
        // Rows are keys, columns requests.
        bool[][] allowed =
        [
            [false, true, false, false, false],
            [true, false, true, true, true],
            [true, true, false, true, false],
            [false, false, false, false, false],
            [true, true, true, true, true],
        ];
        await UntilAsync(gateway, keys[4], 200);
        var wrong = new List<string>();
        for (var k = 0; k < keys.Length; k++)
        {
            for (var r = 0; r < requests.Length; r++)
            {
                var status = await CallAsync(gateway, keys[k], requests[r].Path, requests[r].Body);
                if (status == 200 != allowed[k][r]) wrong.Add($"key {k}, request {r}: {status}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Key_that_the_rules_refuse_is_told_by_its_fields()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var problem = await gateway.ExpectAsync(422, "POST", "me/keys", ManageGateway.User, """{"name":"x","groups":["al"],"models":["mm"],"networks":["here"],"spend_cap":[{"amount":"0","window":"day"}]}""");
        var errors = problem.GetProperty("errors");
        Assert.Equal(["groups", "models", "networks", "spend_cap"], errors.EnumerateObject().Select(e => e.Name));
        Assert.Contains("did you mean 'all'", errors.GetProperty("groups")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("name_taken", (await gateway.ExpectAsync(409, "POST", "keys", ManageGateway.Admin, """{"account":"other@example.com","name":"foreign","groups":["all"]}""")).GetProperty("code").GetString());
        await gateway.ExpectAsync(400, "POST", "me/keys", ManageGateway.User, """{"name":"x","groups":["all"],"operations":["fly"]}""");
        // What reads the environment in a file is a name here.
        var (id, _) = await MakeAsync(gateway, """{"name":"${PATH}","groups":["all"]}""");
        Assert.Equal("${PATH}", (await gateway.ExpectAsync(200, "GET", $"me/keys/{id}", ManageGateway.User)).GetProperty("name").GetString());
    }

    private static async Task<(string Id, string Secret)> MakeAsync(ManageGateway gateway, string body)
    {
        var issued = await gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, body);
        return (issued.GetProperty("key").GetProperty("id").GetString()!, issued.GetProperty("secret").GetString()!);
    }

    private static async Task<int> CallAsync(ManageGateway gateway, string secret, string path = "/v1/chat/completions", string body = Request)
    {
        using var response = await gateway.Gateway.PostAsync(path, body, ("authorization", $"Bearer {secret}"));
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>How long it takes until a request is answered so.</summary>
    private static async Task<TimeSpan> UntilAsync(ManageGateway gateway, string secret, params int[] statuses)
    {
        var began = Stopwatch.GetTimestamp();
        var status = 0;
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20))
        {
            status = await CallAsync(gateway, secret);
            if (statuses.Contains(status)) return Stopwatch.GetElapsedTime(began);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"still {status} after {Stopwatch.GetElapsedTime(began)}");
        return default;
    }
}
