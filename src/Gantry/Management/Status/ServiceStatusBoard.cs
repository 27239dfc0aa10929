using Gantry.Billing.Traffic;
using Gantry.Catalog;
using Gantry.Contracts.Status;
using Gantry.Snapshot;

namespace Gantry.Management.Status;

/// <inheritdoc cref="IServiceStatus"/>
internal sealed class ServiceStatusBoard(ITrafficLog traffic, SnapshotHolder snapshots, TimeProvider time) : IServiceStatus, IDisposable
{
    /// <summary>How old an answer may be. Whoever asks meanwhile gets it as it is: a flood reads the store once.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private const int Hours = 24;

    private readonly SemaphoreSlim _reading = new(1, 1);
    private ServiceStatus? _last;

    public bool IsPublic => snapshots.Current.Settings.StatusPublic;

    public async Task<ServiceStatus> GetAsync(CancellationToken cancellation)
    {
        if (Known is { } known) return known;
        await _reading.WaitAsync(cancellation);
        try
        {
            if (Known is { } read) return read;
            // Not given up with the one who asked first: others wait for it.
            return _last = await ReadAsync(CancellationToken.None);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private ServiceStatus? Known => Volatile.Read(ref _last) is { } last && time.GetUtcNow() - last.At < Fresh ? last : null;

    private async Task<ServiceStatus> ReadAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var running = now.AddTicks(-now.UtcTicks % TimeSpan.TicksPerHour);
        var first = running.AddHours(1 - Hours);
        var pulses = (await traffic.PulsesAsync(first, running.AddHours(1), cancellation)).ToLookup(pulse => (pulse.Group, pulse.Model));
        var latest = (await traffic.LatestAsync(now.AddHours(-1), cancellation)).ToLookup(pulse => (pulse.Group, pulse.Model));
        var groups = new List<GroupHealth>();
        foreach (var group in snapshots.Current.Groups.Values.Where(group => group.Status != GroupStatus.Closed).OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase))
        {
            var models = group.Offers.Values.Select(offers => offers[0].Model.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            var all = models.SelectMany(model => latest[(group.Name, model)]).ToList();
            groups.Add(new GroupHealth(
                group.Name,
                group.Description,
                HealthVerdict.Of(all.Sum(pulse => pulse.Completed), all.Sum(pulse => pulse.Faults)),
                [.. models.Select(model => Model(model, first, [.. latest[(group.Name, model)]], [.. pulses[(group.Name, model)]]))]));
        }

        return new ServiceStatus(now, groups);
    }

    private static ModelHealth Model(string id, DateTimeOffset first, List<ModelPulse> latest, List<ModelPulse> day)
    {
        var hours = day.ToDictionary(pulse => pulse.At);
        return new ModelHealth(
            id,
            HealthVerdict.Of(latest.Sum(pulse => pulse.Completed), latest.Sum(pulse => pulse.Faults)),
            Span(latest),
            Span(day),
            [.. Enumerable.Range(0, Hours).Select(hour => first.AddHours(hour)).Select(at => Hour(at, hours.GetValueOrDefault(at)))]);
    }

    private static HealthHour Hour(DateTimeOffset at, ModelPulse? pulse) =>
        new(at, HealthVerdict.Of(pulse?.Completed ?? 0, pulse?.Faults ?? 0), HealthVerdict.Share(pulse?.Completed ?? 0, pulse?.Faults ?? 0) is { } share ? Math.Round(share, 4) : null);

    private static HealthSpan Span(List<ModelPulse> pulses)
    {
        var (completed, faults) = (pulses.Sum(pulse => pulse.Completed), pulses.Sum(pulse => pulse.Faults));
        var first = pulses.SelectMany(pulse => pulse.FirstContent).GroupBy(bucket => bucket.Key).ToDictionary(bucket => bucket.Key, bucket => bucket.Sum(count => count.Value));
        return new HealthSpan(completed + faults, HealthVerdict.Share(completed, faults) is { } share ? Math.Round(share, 4) : null, PaceBuckets.Percentile(first, 0.5m));
    }
}
