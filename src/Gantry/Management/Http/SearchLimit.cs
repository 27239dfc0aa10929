using Gantry.Access.Limits;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>How often somebody may search: ten times a minute (reliability S-33). Further pages of a search are not counted.</summary>
internal sealed class SearchLimit(TimeProvider time)
{
    public const int PerMinute = 10;

    // Accounts that have searched within a minute, of which there are as many as people; those of the minutes before go now and then.
    private const int SweepAbove = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, SlidingWindow> _windows = [];
    private readonly long _origin = time.GetTimestamp();

    /// <summary>Accounts that are remembered; for tests.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _windows.Count;
            }
        }
    }

    /// <exception cref="RefusedException">Too often, and when it may go on.</exception>
    public void Take(Guid account)
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(_origin).Ticks;
            if (_windows.Count > SweepAbove) Sweep(now);
            if (!_windows.TryGetValue(account, out var window)) _windows[account] = window = new SlidingWindow();
            if (window.Used(now) < PerMinute)
            {
                window.Add(now, 1);
                return;
            }

            var wait = TimeSpan.FromTicks(window.FallsTo(PerMinute - 1, now) - now);
            throw new RefusedException(new Refusal
            {
                Kind = RefusalKind.TooOften,
                Code = "too_many_searches",
                Detail = $"Nobody may search more than {PerMinute} times a minute. Ask for a page without a search, or wait.",
                RetryAfter = wait,
            });
        }
    }

    private void Sweep(long now)
    {
        foreach (var (account, window) in _windows)
        {
            if (window.Used(now) == 0) _windows.Remove(account);
        }
    }
}
