using System.Diagnostics;
using System.Globalization;

namespace Gantry.Protocols.Tests.Fuzzing;

/// <summary>Draws inputs until there were enough. Every input has a number, and its number alone makes it again.</summary>
internal sealed class FuzzRun(Action<string> print)
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    private readonly FuzzSeeds _seeds = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _counts = [];
    private readonly Dictionary<string, string> _faults = [];
    private TimeSpan _told;

    /// <summary>Puts inputs from <paramref name="first"/> on to the test, on as many threads as said.</summary>
    /// <returns>What was broken, one line each; empty when every law held.</returns>
    public IReadOnlyCollection<string> Go(int first, int count, int workers)
    {
        var clock = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, workers).Select(worker => new Thread(() => Work(first + worker, first + count, workers, clock))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Tell(clock.Elapsed);
        return _faults.Values;
    }

    private void Work(int first, int end, int step, Stopwatch clock)
    {
        var kinds = new FuzzLaws(_seeds).Kinds.SelectMany(kind => Enumerable.Repeat((kind.Name, kind.Once), kind.Weight)).ToArray();
        var counts = new Dictionary<string, long>();
        for (int number = first; number < end; number += step)
        {
            var (name, once) = kinds[number % kinds.Length];
            counts[name] = counts.GetValueOrDefault(name) + 1;
            Try(number, name, once);
            if (number / step % 1_000 == 0) Add(counts, clock);
        }

        Add(counts, clock);
    }

    private void Try(int number, string name, Action<Random> once)
    {
        try
        {
            // A machine that does something else is no hang: only what is slow three times is.
            for (int attempt = 0; attempt < 3; attempt++)
            {
                long begin = Stopwatch.GetTimestamp();
                once(new Random(number));
                if (Stopwatch.GetElapsedTime(begin) < Hang) return;
            }

            throw new LawBroken("The input takes longer than a second.");
        }
        catch (Exception fault)
        {
            // The first of every kind is told: one mistake is found by thousands of inputs.
            string where = name + fault.GetType().Name + new StackTrace(fault.GetBaseException(), fNeedFileInfo: false).GetFrame(0)?.GetMethod()?.Name;
            lock (_gate)
            {
                if (!_faults.ContainsKey(where)) _faults.Add(where, $"{name} {number}: {fault.GetType().Name}: {fault}");
            }
        }
    }

    private void Add(Dictionary<string, long> counts, Stopwatch clock)
    {
        lock (_gate)
        {
            foreach (var (name, count) in counts) _counts[name] = _counts.GetValueOrDefault(name) + count;
            counts.Clear();
            if (clock.Elapsed - _told < Pace) return;
            Tell(clock.Elapsed);
        }
    }

    private void Tell(TimeSpan elapsed)
    {
        _told = elapsed;
        long all = _counts.Values.Sum();
        print(string.Create(CultureInfo.InvariantCulture, $"{all:n0} inputs in {elapsed.TotalSeconds:f0} s ({all / Math.Max(elapsed.TotalSeconds, 0.001):n0}/s), {_faults.Count} faults: ")
            + string.Join(", ", _counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value:n0}"))));
    }
}
