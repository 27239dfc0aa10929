using System.Text.Json;
using Gantry.Announcements;
using Gantry.Audit;
using Gantry.Storage;
using Gantry.Tests.Relay;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Announcements;

/// <summary>What the operators tell the users: kept, changed by one at a time, and shown to those whom it concerns while it holds.</summary>
public sealed class AnnouncementTests
{
    private static readonly AuditNote Note = new() { Actor = "admin@example.com", Action = "announcement.save" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_of_a_version_that_is_gone_is_refused_and_every_change_is_audited()
    {
        var time = new FixedTime();
        await using var database = await TestStore.FreshAsync(time);
        var store = new AnnouncementStore(database, Sample.Chain, time);
        var first = await store.SaveAsync(New(time.Now), Note, Cancellation);
        var second = await store.SaveAsync(first! with { Title = "Other" }, Note, Cancellation);
        Assert.Equal((1, 2, "Other"), (first.Version, second!.Version, (await store.FindAsync(first.Id, Cancellation))!.Title));
        Assert.Null(await store.SaveAsync(first with { Title = "Late" }, Note, Cancellation));
        Assert.Null(await store.SaveAsync(New(time.Now) with { Version = 3 }, Note, Cancellation));
        Assert.True(await store.DeleteAsync(first.Id, Note, Cancellation));
        Assert.False(await store.DeleteAsync(first.Id, Note, Cancellation));
        Assert.Empty(await store.ListAsync(Cancellation));
        Assert.Equal(3, (await new AuditStore(database, Sample.Chain, time).ReadAsync(new AuditQuery(), Cancellation)).Count);
    }

    [Fact]
    public async Task Announcement_that_makes_no_sense_is_not_kept()
    {
        var time = new FixedTime();
        await using var database = await TestStore.FreshAsync(time);
        var store = new AnnouncementStore(database, Sample.Chain, time);
        var good = New(time.Now);
        foreach (var bad in (Announcement[])[good with { Title = "" }, good with { Title = "a\nb" }, good with { Title = new string('a', 201) }, good with { Text = new string('a', 20_001) }, good with { Until = good.From }, good with { Group = "" }])
            await Assert.ThrowsAsync<ArgumentException>(() => store.SaveAsync(bad, Note, Cancellation));
        Assert.Empty(await store.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Key_is_shown_what_concerns_its_groups_now_the_loudest_first()
    {
        var time = new FakeTime();
        var now = time.GetUtcNow();
        await using var gateway = await TestGateway.StartAsync(new Gantry.Relay.RelayLimits(), simulator => TestGateway.Configuration(simulator, ["echo"]), options => options with { Time = time });
        var store = gateway.Host.Services.GetRequiredService<IAnnouncements>();
        await store.SaveAsync(New(now) with { Title = "everybody" }, Note, Cancellation);
        await store.SaveAsync(New(now) with { Title = "mine", Group = "ALL", Level = AnnouncementLevel.Critical, Until = now.AddHours(1), Text = "<script>**bold** Größe" }, Note, Cancellation);
        await store.SaveAsync(New(now) with { Title = "others", Group = "premium" }, Note, Cancellation);
        await store.SaveAsync(New(now.AddHours(2)) with { Title = "later" }, Note, Cancellation);

        var (titles, first) = await ShownAsync(gateway);
        Assert.Equal(["mine", "everybody"], titles);
        Assert.Equal(("<script>**bold** Größe", "critical", "ALL"), (first.GetProperty("text").GetString(), first.GetProperty("level").GetString(), first.GetProperty("group").GetString()));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["everybody"], (await ShownAsync(gateway)).Titles);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["later", "everybody"], (await ShownAsync(gateway)).Titles);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await gateway.SendAsync(HttpMethod.Get, "/v1/announcements", null, ("x-api-key", "sk-nobody"))).StatusCode);
    }

    private static Announcement New(DateTimeOffset from) => new() { Id = Guid.CreateVersion7(from), Title = "Title", Text = "Text", From = from };

    private static async Task<(string[] Titles, JsonElement First)> ShownAsync(TestGateway gateway)
    {
        using var answer = await gateway.SendAsync(HttpMethod.Get, "/v1/announcements", null);
        var data = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("data");
        return ([.. data.EnumerateArray().Select(each => each.GetProperty("title").GetString()!)], data[0].Clone());
    }
}
