namespace Gantry.Bench.EndToEnd;

/// <summary>What a stage measured.</summary>
internal sealed class StageResult
{
    readonly Lock _gate = new();
    readonly List<double> _times = [];
    TimeSpan _elapsed;
    TimeSpan _cpu;

    public int Requests { get; private set; }

    public int Failed { get; private set; }

    /// <summary>The first thing that went wrong.</summary>
    public string? Fault { get; private set; }

    /// <summary>Resident memory of the measured process at the end, in MiB.</summary>
    public double ResidentMiB { get; private set; }

    public double PerSecond => Requests / _elapsed.TotalSeconds;

    /// <summary>Processor time of the measured process for each request.</summary>
    public double CpuMicros => _cpu.TotalMicroseconds / Math.Max(1, Requests);

    /// <summary>Processor time of the measured process for each event.</summary>
    public double CpuMicrosPerEvent => _cpu.TotalMicroseconds / Math.Max(1, _times.Count);

    public int Times => _times.Count;

    public void Add(double milliseconds, string? fault) => AddEvents([milliseconds], fault);

    public void AddEvents(List<double> milliseconds, string? fault)
    {
        lock (_gate)
        {
            Requests++;
            _times.AddRange(milliseconds);
            if (fault is not null)
            {
                Failed++;
                Fault ??= fault.Length > 300 ? fault[..300] : fault;
            }
        }
    }

    public void Close(TimeSpan elapsed, TimeSpan cpu, long resident)
    {
        _elapsed = elapsed;
        _cpu = cpu;
        ResidentMiB = resident / (1024.0 * 1024.0);
        _times.Sort();
    }

    /// <summary>The value in milliseconds that a share of the times does not exceed.</summary>
    public double Percentile(double share) => _times.Count == 0 ? double.NaN : _times[Math.Clamp((int)Math.Ceiling(share * _times.Count) - 1, 0, _times.Count - 1)];
}
