using Dapper;
using Gantry.Audit;
using Gantry.Mail;
using Gantry.Outbox;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Outbox;

/// <summary>Messages that wait: tried for a day, once at a time, sealed, and no more an hour than a recipient should get.</summary>
public sealed class OutboxTests
{
    private readonly FixedTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_that_does_not_go_out_is_tried_for_a_day_and_then_dropped_with_an_audit_row()
    {
        await using var database = await TestStore.FreshAsync(_time);
        var store = Store(database);
        var sender = new ScriptedSender(new SendResult(false, "down"));
        var start = _time.Now;
        Assert.True(await store.PutAsync(Item("a@example.com"), Cancellation));
        var tries = new List<TimeSpan>();
        while (_time.Now < start.AddHours(30))
        {
            if (await Keeper(store, sender).RunOnceAsync(Cancellation) > 0) tries.Add(_time.Now - start);
            _time.Now += TimeSpan.FromSeconds(10);
        }

        Assert.Equal([0, 10, 40, 130, 400, 1210, 3640], tries.Take(7).Select(t => (int)t.TotalSeconds));
        Assert.Equal(TimeSpan.FromHours(24), tries[^1]);
        Assert.True(tries.Count < 25, $"{tries.Count} tries");
        var row = await RowAsync(database);
        Assert.Equal(("dropped", "down", ""), (row.State, row.Error, row.Body));
        var audit = Assert.Single(await new AuditStore(database, Sample.Chain, _time).ReadAsync(new AuditQuery(), Cancellation));
        Assert.Equal("outbox.drop", audit.Note.Action);
        Assert.Equal(1, await store.TrimAsync(Cancellation) + await LaterAsync(store));
    }

    [Fact]
    public async Task Message_goes_out_once_and_its_body_is_forgotten()
    {
        await using var database = await TestStore.FreshAsync(_time);
        var store = Store(database);
        await store.PutAsync(Item("a@example.com"), Cancellation);
        Assert.DoesNotContain("canary-body", (await RowAsync(database)).Body, StringComparison.Ordinal);
        var sender = new ScriptedSender(new SendResult(false, "down"), new SendResult(true, "taken"));
        for (var i = 0; i < 5; i++)
        {
            await Keeper(store, sender).RunOnceAsync(Cancellation);
            _time.Now += TimeSpan.FromMinutes(1);
        }

        Assert.Equal(["canary-body", "canary-body"], sender.Sent.Select(item => item.Body));
        Assert.Equal(sender.Sent[0].Id, sender.Sent[1].Id);
        Assert.Equal(("sent", ""), ((await RowAsync(database)).State, (await RowAsync(database)).Body));
    }

    [Fact]
    public async Task What_somebody_has_taken_nobody_else_is_given_until_the_lease_ends()
    {
        await using var database = await TestStore.FreshAsync(_time);
        var store = Store(database);
        await store.PutAsync(Item("a@example.com"), Cancellation);
        Assert.Single(await store.ClaimAsync(OutboxChannel.Mail, 10, Cancellation));
        Assert.Empty(await Store(database).ClaimAsync(OutboxChannel.Mail, 10, Cancellation));
        // Whoever took it was killed.
        _time.Now += OutboxTerms.Lease;
        Assert.Single(await Store(database).ClaimAsync(OutboxChannel.Mail, 10, Cancellation));
    }

    [Fact]
    public async Task Recipient_gets_twenty_mails_an_hour_and_no_more()
    {
        await using var database = await TestStore.FreshAsync(_time);
        var store = Store(database);
        SmtpSettings? smtp = null;
        var mailer = new Mailer(store, new OutboxBell(), new MailTerms(() => smtp), _time);
        var message = new MailMessage(["A@example.com", "a@example.com"], "Hello", "Text");
        Assert.Equal((false, MailVerdict.Off), (mailer.IsOn, await mailer.SendAsync(message, Cancellation)));
        smtp = new SmtpSettings { Host = "localhost", Port = 25, Security = SmtpSecurity.None, From = new Mailbox("", "g@example.com") };
        Assert.Equal(MailVerdict.BadAddress, await mailer.SendAsync(message with { To = ["a@example.com", "nobody"] }, Cancellation));
        for (var i = 0; i < OutboxTerms.MailsPerHour; i++)
        {
            Assert.Equal(MailVerdict.Queued, await mailer.SendAsync(message with { To = ["a@example.com"] }, Cancellation));
            _time.Now += TimeSpan.FromSeconds(1);
        }

        Assert.Equal(MailVerdict.TooMany, await mailer.SendAsync(message with { To = ["a@example.com"] }, Cancellation));
        Assert.Equal(MailVerdict.Queued, await mailer.SendAsync(message with { To = ["b@example.com"] }, Cancellation));
        _time.Now += TimeSpan.FromHours(1);
        Assert.Equal(MailVerdict.Queued, await mailer.SendAsync(message, Cancellation));
    }

    private async Task<int> LaterAsync(OutboxStore store)
    {
        _time.Now += OutboxTerms.Kept;
        return await store.TrimAsync(Cancellation);
    }

    private OutboxStore Store(IDatabase database) => new(database, Sample.Seal, Sample.Chain, _time);

    private OutboxKeeper Keeper(OutboxStore store, ScriptedSender sender) => new(store, [sender], new OutboxBell(), _time, NullLogger<OutboxKeeper>.Instance);

    private OutboxItem Item(string to) =>
        new() { Id = Guid.CreateVersion7(_time.Now), Channel = OutboxChannel.Mail, Recipient = to, Subject = "Hello", Body = "canary-body", CreatedAt = _time.Now };

    private static Task<(string State, string? Error, string Body)> RowAsync(IDatabase database) =>
        database.ReadAsync(connection => connection.QuerySingleAsync<(string, string?, string)>("SELECT state, error, body_sealed FROM outbox"), Cancellation);

    private sealed class ScriptedSender(params SendResult[] results) : IOutboxSender
    {
        public List<OutboxItem> Sent { get; } = [];

        public OutboxChannel Channel => OutboxChannel.Mail;

        public int AtOnce => 4;

        public Task<SendResult> SendAsync(OutboxItem item, CancellationToken cancellation)
        {
            Sent.Add(item);
            return Task.FromResult(results[Math.Min(Sent.Count, results.Length) - 1]);
        }
    }
}
