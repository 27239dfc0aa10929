using Dapper;
using Gantry.Alerts;
using Gantry.Audit;
using Gantry.Billing.Pricing;
using Gantry.Outbox;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Alerts;

/// <summary>Alerts in the store: once each, to those whom they concern, and bounded whatever happens.</summary>
public sealed class AlertStoreTests
{
    private const string People = """
        accounts:
          - {email: user@example.com}
          - {email: admin@example.com, role: admin}
          - {email: owner@example.com, role: owner}
          - {email: boss@example.com}
        teams:
          - {name: research, members: [{email: boss@example.com, role: manager}, {email: user@example.com}]}
        """;

    private static readonly AlertRoute Route = new(true, ["ops@example.com", "ADMIN@example.com"], [new Uri("https://hooks.example.com/a")]);

    private readonly FixedTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Condition_is_told_once_until_it_has_cleared_and_rested()
    {
        await using var database = await OpenAsync();
        var store = Store(database);
        var key = new AlertKey(AlertKind.UpstreamOut, "upstream a");
        var (raise, end) = (new AlertNote(key, null, "out"), new AlertEnd(key, "back"));
        Assert.Single(await store.ApplyAsync([raise], [], Route, Cancellation));
        Assert.Empty(await Store(database).ApplyAsync([raise], [], Route, Cancellation));
        Assert.Equal("out", Assert.Single(await store.OpenAsync(Cancellation)).Text);

        Assert.False(Assert.Single(await store.ApplyAsync([], [end], Route, Cancellation)).IsOpen);
        Assert.Empty(await store.ApplyAsync([], [end], Route, Cancellation));
        Assert.Empty(await store.ApplyAsync([raise], [], Route, Cancellation));
        _time.Now += IAlertStore.Rest;
        Assert.Single(await store.ApplyAsync([raise], [], Route, Cancellation));
        // Three times to three people and one webhook.
        Assert.Equal(
            [("https://hooks.example.com/a", 3), ("admin@example.com", 3), ("ops@example.com", 3), ("owner@example.com", 3)],
            (await MessagesAsync(database)).GroupBy(m => m.Recipient).OrderByDescending(g => g.Key.StartsWith("https", StringComparison.Ordinal)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count())));
    }

    [Fact]
    public async Task Occasion_is_told_once_ever()
    {
        await using var database = await OpenAsync();
        var store = Store(database);
        var key = new AlertKey(AlertKind.CapNear, "group a day", "1:1");
        Assert.Single(await store.ApplyAsync([new AlertNote(key, null, "near")], [], Route, Cancellation));
        await store.ApplyAsync([], [new AlertEnd(key)], Route, Cancellation);
        _time.Now += TimeSpan.FromDays(1);
        Assert.Empty(await store.ApplyAsync([new AlertNote(key, null, "near")], [], Route, Cancellation));
        Assert.Single(await store.ApplyAsync([new AlertNote(key with { Mark = "2:1" }, null, "near")], [], Route, Cancellation));
    }

    [Fact]
    public async Task Team_is_told_through_its_managers_and_a_budget_to_whose_it_is_as_well()
    {
        await using var database = await OpenAsync();
        var store = Store(database);
        var (team, boss, user) = (await AccountAsync(database, "research"), await AccountAsync(database, "boss@example.com"), await AccountAsync(database, "user@example.com"));
        await store.ApplyAsync([new AlertNote(new AlertKey(AlertKind.LowBalance, $"account {team}"), team, "low")], [], Route with { Webhooks = [] }, Cancellation);
        Assert.Equal(["boss@example.com"], (await MessagesAsync(database)).Select(m => m.Recipient));
        var budget = new AlertKey(AlertKind.CapNear, $"member {team}/{user} day", "1");
        Assert.Equal(user, Assert.Single(await store.ApplyAsync([new AlertNote(budget, team, "near") { MemberId = user }], [], Route with { Webhooks = [] }, Cancellation)).MemberId);
        Assert.Equal(["boss@example.com", "boss@example.com", "user@example.com"], (await MessagesAsync(database)).Select(m => m.Recipient).Order(StringComparer.Ordinal));

        async Task<int> ListedAsync(Guid who) => (await store.ListAsync(new AlertQuery { AccountId = who }, Cancellation)).Count;
        Assert.Equal((2, 1, 0), (await ListedAsync(boss), await ListedAsync(user), await ListedAsync(await AccountAsync(database, "admin@example.com"))));
        Assert.Equal((user, "research"), (Assert.Single(await store.ApplyAsync([], [new AlertEnd(budget, "over")], Route with { Webhooks = [] }, Cancellation)) is var ended ? (ended.MemberId!.Value, ended.Account) : default));
    }

    [Fact]
    public async Task Account_is_told_of_its_own_matters_but_for_those_it_does_not_want_to_hear()
    {
        await using var database = await OpenAsync();
        var store = Store(database);
        var id = await AccountAsync(database, "user@example.com");
        await store.ApplyAsync([new AlertNote(new AlertKey(AlertKind.LowBalance, "account"), id, "low")], [], Route with { Webhooks = [] }, Cancellation);
        Assert.Equal(["user@example.com"], (await MessagesAsync(database)).Select(m => m.Recipient));
        Assert.Equal((1, 0), ((await store.ListAsync(new AlertQuery { AccountId = id }, Cancellation)).Count, (await store.ListAsync(new AlertQuery { AccountId = Guid.Empty }, Cancellation)).Count));

        await store.SaveAsync(new AlertPreferences(id, new Money(5), [AlertKind.CapNear]), new AuditNote { Actor = "user@example.com", Action = "alerts.change" }, Cancellation);
        var kept = await store.PreferencesAsync(id, Cancellation);
        Assert.Equal((new Money(5), AlertKind.CapNear), (kept.LowBalance!.Value, kept.Muted.Single()));
        await store.ApplyAsync([new AlertNote(new AlertKey(AlertKind.CapNear, "key a day", "1"), id, "near")], [], Route with { Webhooks = [] }, Cancellation);
        Assert.Single(await MessagesAsync(database));
        Assert.Equal(2, (await store.ListAsync(new AlertQuery { AccountId = id, OpenOnly = true }, Cancellation)).Count);
    }

    [Fact]
    public async Task Nothing_is_put_out_where_mail_is_off_and_nobody_listens()
    {
        await using var database = await OpenAsync();
        Assert.Single(await Store(database).ApplyAsync([new AlertNote(new AlertKey(AlertKind.UsageBehind, "usage log"), null, "behind")], [], new AlertRoute(false, ["ops@example.com"], []), Cancellation));
        Assert.Empty(await MessagesAsync(database));
    }

    [Fact]
    public async Task Thousand_crossings_are_twenty_mails_and_one_digest()
    {
        await using var database = await OpenAsync();
        var id = await AccountAsync(database, "user@example.com");
        var notes = Enumerable.Range(0, 1000).Select(i => new AlertNote(new AlertKey(AlertKind.CapNear, $"key {i} day", "1"), id, $"Key {i} is near.")).ToArray();
        Assert.Equal(1000, (await Store(database).ApplyAsync(notes, [], Route, Cancellation)).Count);
        var messages = await MessagesAsync(database);
        Assert.Equal((1000, OutboxTerms.MailsPerHour + 1), (messages.Count(m => m.Recipient.StartsWith("https", StringComparison.Ordinal)), messages.Count(m => m.Recipient == "user@example.com")));

        var outbox = new OutboxStore(database, Sample.Seal, Sample.Chain, _time);
        Assert.Equal(OutboxTerms.MailsPerHour, (await outbox.ClaimAsync(OutboxChannel.Mail, 1000, Cancellation)).Count);
        _time.Now += TimeSpan.FromHours(1);
        var digest = Assert.Single(await outbox.ClaimAsync(OutboxChannel.Mail, 1000, Cancellation), item => item.Subject == "980 more alerts");
        Assert.Equal(101, digest.Body.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public async Task Thousand_flaps_of_one_condition_are_told_no_more_often_than_it_rests()
    {
        await using var database = await OpenAsync();
        var key = new AlertKey(AlertKind.CredentialOut, "credential a");
        for (var i = 0; i < 1000; i++)
        {
            await Store(database).ApplyAsync([new AlertNote(key, null, "out")], [], Route, Cancellation);
            _time.Now += TimeSpan.FromSeconds(1);
            await Store(database).ApplyAsync([], [new AlertEnd(key, "back")], Route, Cancellation);
            _time.Now += TimeSpan.FromSeconds(1);
        }

        // 2,000 s hold three rests of 600 s.
        Assert.Equal(2 * 4, (await MessagesAsync(database)).Count(m => m.Recipient == "ops@example.com"));
        _time.Now += IAlertStore.Kept + TimeSpan.FromHours(1);
        Assert.Equal(4, await Store(database).TrimAsync(Cancellation));
    }

    private AlertStore Store(IDatabase database) => new(database, Sample.Seal, Sample.Chain, _time);

    private async Task<IDatabase> OpenAsync()
    {
        var database = await TestStore.FreshAsync(_time);
        await Sample.ApplyAsync(new CatalogStore(database, Sample.Chain, _time), People, _time);
        return database;
    }

    private static async Task<Guid> AccountAsync(IDatabase database, string email) =>
        Guid.Parse((await database.ReadAsync(connection => connection.ExecuteScalarAsync<string>("SELECT id FROM accounts WHERE email = @email", new { email }), Cancellation))!);

    private static async Task<IReadOnlyList<(string Recipient, string Subject)>> MessagesAsync(IDatabase database) =>
        [.. await database.ReadAsync(connection => connection.QueryAsync<(string, string)>("SELECT recipient, subject FROM outbox ORDER BY id"), Cancellation)];
}
