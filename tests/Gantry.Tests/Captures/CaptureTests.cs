using System.Net;
using System.Text;
using System.Text.Json;
using Gantry.Captures;
using Gantry.Catalog;
using Gantry.Catalog.Keys;
using Gantry.Observe;
using Gantry.Relay;
using Gantry.Secrets;
using Gantry.Storage;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Captures;

/// <summary>What is said is kept only where its key says so (reliability S-43).</summary>
public sealed class CaptureTests
{
    private const string Canary = "canary-prompt-5f1d0c7e9a";
    private const string Keeping = "sk-keeping-key-0123456789abcdef";
    private const string Stranger = "sk-stranger-key-0123456789abcdef";

    [Fact]
    public async Task S_43_By_default_no_prompt_is_in_any_file_after_a_hundred_calls()
    {
        string[] models = ["sim-text-n4", "sim-text-n4-fault-500", "sim-text-n4-fault-cut50", "sim-text-n4-fault-429"];
        await using var gateway = await TestGateway.StartAsync(models);
        for (var i = 0; i < 100; i++)
        {
            var call = ClientCall.Ask(ClientCall.Protocols[i % 4], models[i / 4 % 4], stream: i % 3 == 0, Canary);
            try
            {
                using var response = await gateway.PostAsync(call.Path, call.Body);
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException)
            {
                continue; // Cut by the upstream, and so for the client.
            }
        }

        await gateway.UsageAsync(100);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(gateway.Database)!, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Assert.False((await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Contains(Canary, StringComparison.Ordinal), file);
        }

        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(gateway.Database)!, "captures")));
    }

    [Fact]
    public async Task S_43_Key_that_wants_it_gets_request_and_answer_back_sealed_and_without_headers()
    {
        await using var gateway = await StartAsync();
        var shown = new List<string>();
        foreach (var protocol in ClientCall.Protocols)
        {
            foreach (var stream in new[] { true, false })
            {
                var call = ClientCall.Ask(protocol, "m", stream, Canary);
                using var response = await gateway.PostAsync(call.Path, call.Body, ("authorization", $"Bearer {Keeping}"), ("x-note", "header-canary"));
                var told = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                var (status, json) = await ShowAsync(gateway, response.Headers.GetValues("x-request-id").Single(), Keeping);
                Assert.Equal(HttpStatusCode.OK, status);
                shown.Add(json.GetRawText());
                Assert.Equal(call.Body, json.GetProperty("request").GetProperty("text").GetString());
                Assert.Equal(told, json.GetProperty("answer").GetProperty("text").GetString());
                Assert.False(json.GetProperty("answer").GetProperty("cut").GetBoolean());
            }
        }

        Assert.All(shown, text => Assert.DoesNotContain("header-canary", text));
        Assert.All(shown, text => Assert.DoesNotContain(Keeping, text));
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(gateway.Database)!, "*.capture", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Canary, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task S_43_Only_the_account_reads_it_and_it_is_gone_when_deleted()
    {
        await using var gateway = await StartAsync();
        using var response = await gateway.PostAsync("/v1/chat/completions", ClientCall.Ask("chat", "m", false, Canary).Body, ("authorization", $"Bearer {Keeping}"));
        var id = response.Headers.GetValues("x-request-id").Single();
        Assert.Equal(HttpStatusCode.OK, (await ShowAsync(gateway, id, Keeping)).Status);
        Assert.Equal(HttpStatusCode.OK, (await ShowAsync(gateway, id, TestGateway.Key)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ShowAsync(gateway, id, Stranger)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ShowAsync(gateway, id, "sk-nobody-0123456789abcdef")).Status);
        foreach (var odd in new[] { "..%2F..%2Fsecrets%2Fmaster-key", "req_", id + "0", id[..^1] + "g" })
            Assert.Equal(HttpStatusCode.NotFound, (await ShowAsync(gateway, odd, Keeping)).Status);

        using (var foreign = await gateway.SendAsync(HttpMethod.Delete, $"/v1/requests/{id}/capture", null, ("authorization", $"Bearer {Stranger}"))) Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using (var deleted = await gateway.SendAsync(HttpMethod.Delete, $"/v1/requests/{id}/capture", null, ("authorization", $"Bearer {Keeping}"))) Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ShowAsync(gateway, id, Keeping, patient: false)).Status);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(gateway.Database)!, "*.capture", SearchOption.AllDirectories));

        // A key of the same account that does not want it.
        using var plain = await gateway.PostAsync("/v1/chat/completions", ClientCall.Ask("chat", "m", false, Canary).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await ShowAsync(gateway, plain.Headers.GetValues("x-request-id").Single(), TestGateway.Key, patient: false)).Status);
    }

    [Fact]
    public async Task S_43_Long_bodies_are_cut_at_their_bound_and_say_so()
    {
        await using var gateway = await StartAsync();
        var body = ClientCall.Ask("chat", "m", stream: false, new string('ä', 200_000)).Body;
        using var response = await gateway.PostAsync("/v1/chat/completions", body, ("authorization", $"Bearer {Keeping}"));
        var (_, json) = await ShowAsync(gateway, response.Headers.GetValues("x-request-id").Single(), Keeping);
        var request = json.GetProperty("request");
        Assert.True(request.GetProperty("cut").GetBoolean());
        Assert.Equal(Encoding.UTF8.GetByteCount(body), request.GetProperty("bytes").GetInt32());
        Assert.InRange(Encoding.UTF8.GetByteCount(request.GetProperty("text").GetString()!), CapturedBody.Most - 3, CapturedBody.Most);
    }

    [Fact]
    public async Task S_43_Expired_captures_are_never_shown_and_deleted_whole()
    {
        using var folder = new TempFolder();
        var time = new FakeTime();
        var shelf = new CaptureShelf(folder.Path, Sample.Seal, time);
        var (id, account) = (RequestIds.Next(time), Guid.CreateVersion7(time.GetUtcNow()));
        await shelf.WriteAsync(Captured(id, account, days: 7), CancellationToken.None);
        Assert.Equal(0, shelf.Sweep());
        time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromHours(1));
        Assert.NotNull(await shelf.FindAsync(account, id, CancellationToken.None));
        Assert.Null(await shelf.FindAsync(Guid.CreateVersion7(), id, CancellationToken.None));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await shelf.FindAsync(account, id, CancellationToken.None));
        Assert.Equal(1, shelf.Sweep());
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.File("captures")));
    }

    [Fact]
    public async Task S_11_Captures_follow_the_master_key()
    {
        using var folder = new TempFolder();
        var time = new FakeTime();
        var (old, fresh) = (new MasterKey(new byte[32]), new MasterKey(Enumerable.Repeat((byte)1, 32).ToArray()));
        var (id, account) = (RequestIds.Next(time), Guid.CreateVersion7(time.GetUtcNow()));
        await new CaptureShelf(folder.Path, new SecretSeal(old.Bytes), time).WriteAsync(Captured(id, account, days: 30), CancellationToken.None);
        var both = new SecretSeal(() => new MasterKeys(fresh, old));
        Assert.Equal(1, (await CaptureShelf.Cells(folder.Path).RewrapAsync(both, CancellationToken.None)).Rewrapped);
        Assert.Equal(0, (await CaptureShelf.Cells(folder.Path).RewrapAsync(both, CancellationToken.None)).Rewrapped);
        Assert.NotNull(await new CaptureShelf(folder.Path, new SecretSeal(fresh.Bytes), time).FindAsync(account, id, CancellationToken.None));
        Assert.Null(await new CaptureShelf(folder.Path, new SecretSeal(old.Bytes), time).FindAsync(account, id, CancellationToken.None));
    }

    [Fact]
    public async Task S_43_What_cannot_be_held_is_dropped_and_counted()
    {
        using var folder = new TempFolder();
        using var meter = new GatewayMeter();
        var time = new FakeTime();
        var shelf = new CaptureShelf(folder.Path, Sample.Seal, time);
        using var queue = new CaptureQueue(shelf, meter, time, NullLogger<CaptureQueue>.Instance);
        var taken = 0;
        while (queue.TryReserve()) taken++;
        Assert.Equal(CaptureQueue.MostHeld, taken);
        Assert.Equal(1, queue.Dropped);
        queue.Offer(Captured(RequestIds.Next(time), Guid.CreateVersion7(), days: 1));
        await queue.StopAsync(CancellationToken.None);
        Assert.Single(Directory.EnumerateFiles(folder.File("captures"), "*.capture", SearchOption.AllDirectories));
        Assert.True(queue.TryReserve());
    }

    [Theory]
    [InlineData("{days: 0}", "days must be a whole number from 1 to 30")]
    [InlineData("{days: 31}", "days must be a whole number from 1 to 30")]
    [InlineData("{days: soon}", "days must be a whole number from 1 to 30")]
    [InlineData("{}", "capture has no days")]
    [InlineData("{days: 7, hours: 1}", "unknown key 'hours' in capture")]
    public void S_43_Time_that_is_none_or_too_long_is_refused(string capture, string reason)
    {
        var file = $"groups: [{{name: g}}]\naccounts:\n  - {{email: a@b.c, keys: [{{name: k, groups: [g], capture: {capture}}}]}}";
        Assert.Contains(reason, Assert.Single(Sample.Declare(file).Problems).ToString());
    }

    [Fact]
    public async Task S_43_What_a_key_says_is_stored_shown_as_a_change_and_bounded_by_a_rule()
    {
        using var folder = new TempFolder();
        await using var database = await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None);
        var store = new CatalogStore(database, Sample.Chain);
        const string File = "groups: [{name: g}]\naccounts:\n  - {email: a@b.c, keys: [{name: k, groups: [g]MORE}]}";
        await Sample.ApplyAsync(store, File.Replace("MORE", "", StringComparison.Ordinal));
        Assert.Null(Assert.Single((await store.LoadAsync(CancellationToken.None)).Keys).CaptureDays);
        var report = await Sample.ApplyAsync(store, File.Replace("MORE", ", capture: {days: 30}", StringComparison.Ordinal));
        Assert.Equal("~ key a@b.c/k: capture none -> {days: 30}", Assert.Single(report.Changes).ToString());
        Assert.Equal(30, Assert.Single((await store.LoadAsync(CancellationToken.None)).Keys).CaptureDays);

        var desk = new KeyDesk(store, Sample.Hasher, TimeProvider.System);
        var wanted = new KeyRequest { Account = "a@b.c", Name = "long", Groups = ["g"], CaptureDays = 31 };
        var refused = await Assert.ThrowsAsync<CatalogRefusedException>(() => desk.CreateAsync(wanted, Sample.Note, CancellationToken.None));
        Assert.Contains("from 1 to 30", Assert.Single(refused.Reasons));
    }

    private static Capture Captured(string id, Guid account, int days) => new()
    {
        RequestId = id,
        AccountId = account,
        KeyId = account,
        ExpiresAt = CaptureTime.ExpiryOf(id, days)!.Value,
        Request = new CapturedBody("asked"u8.ToArray(), 5),
        Answer = new CapturedBody("answered"u8.ToArray(), 8),
    };

    private static Task<TestGateway> StartAsync() => TestGateway.StartAsync(
        new RelayLimits(),
        url => FaceConfiguration.One(
            FaceConfiguration.Local(url),
            "sim-text-n4",
            [$"{{name: keeping, secret: {Keeping}, groups: [all], capture: {{days: 7}}}}"],
            "").Replace(
            "accounts:",
            $"accounts:\n  - email: stranger@example.com\n    keys:\n      - {{name: test, secret: {Stranger}, groups: [all]}}",
            StringComparison.Ordinal));

    /// <summary>Asks until it is there: it is written behind the answer.</summary>
    private static async Task<(HttpStatusCode Status, JsonElement Json)> ShowAsync(TestGateway gateway, string id, string key, bool patient = true)
    {
        for (var tries = 0; ; tries++)
        {
            using var response = await gateway.SendAsync(HttpMethod.Get, $"/v1/requests/{id}/capture", null, ("authorization", $"Bearer {key}"));
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (response.StatusCode != HttpStatusCode.NotFound || !patient || key == Stranger || id.Length != 36 || tries > 100) return (response.StatusCode, JsonDocument.Parse(text).RootElement);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
