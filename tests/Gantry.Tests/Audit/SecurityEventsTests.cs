using Gantry.Audit;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Audit;

public sealed class SecurityEventsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FixedTime _time = new();
    private IDatabase _database = null!;
    private AuditStore _log = null!;
    private SecurityEvents _events = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestStore.OpenAsync(_folder.File("gantry.db"), _time, CancellationToken.None);
        _log = new AuditStore(_database, Sample.Chain, _time);
        _events = new SecurityEvents(_log, _time, NullLogger<SecurityEvents>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _events.Dispose();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task S_42_First_refusal_is_written_at_once_and_repeats_become_one_row()
    {
        for (var i = 0; i < 5000; i++) _events.Report(new SecurityEvent("sign_in.failed", "ann@example.com", "127.0.0.1") { Reason = "wrong_password" });
        await _events.FlushAsync(all: false, CancellationToken.None);
        var first = Assert.Single(await RowsAsync());
        Assert.Equal(("sign_in.failed", "ann@example.com", "127.0.0.1"), (first.Note.Action, first.Note.Actor, first.Note.Address));
        Assert.Equal("""{"reason":"wrong_password"}""", first.Change.After);

        _time.Now += SecurityEvents.Window;
        await _events.FlushAsync(all: false, CancellationToken.None);
        var rows = await RowsAsync();
        Assert.Equal(2, rows.Count);
        Assert.Contains("\"repeats\":\"4999\"", rows[0].Change.After);

        // A new window begins with a row of its own.
        _events.Report(new SecurityEvent("sign_in.failed", "ann@example.com", "127.0.0.1") { Reason = "wrong_password" });
        await _events.FlushAsync(all: false, CancellationToken.None);
        Assert.Equal(3, (await RowsAsync()).Count);
        Assert.Null((await _log.VerifyAsync(null, CancellationToken.None)).BrokenAt);
    }

    [Fact]
    public async Task S_42_Flood_of_different_names_is_bounded_and_counted()
    {
        for (var i = 0; i < 20_000; i++) _events.Report(new SecurityEvent("sign_in.failed", $"user{i}@example.com", $"10.0.{i / 250}.{i % 250}"));
        await _events.FlushAsync(all: true, CancellationToken.None);
        var rows = await RowsAsync();
        Assert.Equal(SecurityEvents.MostKinds + 2, rows.Count);
        Assert.Contains(rows, row => row.Note.Actor == "many" && row.Change.After!.Contains($"\"repeats\":\"{20_000 - SecurityEvents.MostKinds - 1}\"", StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<AuditEntry>> RowsAsync() => _log.ReadAsync(new AuditQuery { Limit = 10_000 }, CancellationToken.None);
}
