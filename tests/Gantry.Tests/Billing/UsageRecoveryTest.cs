using Gantry.Billing;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Billing;

public sealed class UsageRecoveryTest : IDisposable
{
    static readonly UsageCharge Charge = new()
    {
        WalletId = Guid.AllBitsSet,
        AllowanceId = Guid.AllBitsSet,
        Run = 3,
        HoldNanos = 5_000,
        CostNanos = 70,
        FromAllowanceNanos = 60,
        FromWalletNanos = 10,
        PriceVersion = "v1",
        MultiplierPpm = 1_000_000,
    };

    readonly TemporaryFolder _folder = new();
    readonly FakeUsageStore _store = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Request_killed_in_the_middle_is_settled_by_its_last_progress()
    {
        using (var journal = JournalRig.Open(_folder))
        {
            var first = await journal.DispatchAsync(UsageRecords.Numbered(1) with { Charge = Charge });
            await journal.AppendAsync(UsageRecords.Numbered(1) with { Charge = Charge }, first);
            var second = await journal.DispatchAsync(UsageRecords.Numbered(2) with { Charge = Charge });
            await journal.ProgressAsync(second, Progress(2, output: 100));
            await journal.ProgressAsync(second, Progress(2, output: 200));
            await journal.DispatchAsync(UsageRecords.Numbered(3));
        }

        await RecoverAsync();

        Assert.Equal(UsageRecords.Ids(1, 3), _store.Ids);
        var swept = _store.Find(UsageRecords.Id(2));
        Assert.Equal(200, swept.Usage.Output);
        Assert.Equal((UsageOutcome.Interrupted, "gateway_killed", ErrorOrigin.Gateway), (swept.Outcome, swept.ErrorCode, swept.ErrorOrigin));
        Assert.Equal(UsageSource.Estimated, swept.UsageSource);
        Assert.Equal(Charge with { Reason = ChargeReason.Swept, CostNanos = 0, FromAllowanceNanos = 0, FromWalletNanos = 0 }, swept.Charge);
        Assert.Equal(UsageRecords.Numbered(3).Usage, _store.Find(UsageRecords.Id(3)).Usage);
        Assert.Equal(ChargeReason.Usage, _store.Find(UsageRecords.Id(1)).Charge!.Reason);
        Assert.Equal([Path.Combine(_folder.Path, "lock")], _folder.Files("*"));
    }

    async Task RecoverAsync()
    {
        using var journal = JournalRig.Open(_folder);
        using var writer = JournalRig.Writer(_folder, journal, _store);
        await writer.StartAsync(CancellationToken.None);
        await writer.Recovered.WaitAsync(TimeSpan.FromSeconds(20));
        await writer.StopAsync(CancellationToken.None);
    }

    static UsageProgress Progress(int number, long output) =>
        new(UsageRecords.Id(number), new Usage { UncachedInput = number, Output = output }, ContentSeen: true);
}
