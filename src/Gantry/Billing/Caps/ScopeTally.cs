using Gantry.Billing.Pricing;

namespace Gantry.Billing.Caps;

/// <summary>What one key, account or group has spent: in all, and in the latest windows of each kind.</summary>
internal sealed class ScopeTally
{
    // Days, weeks and months: of each the one that runs, and the one before for requests which began in it and come late.
    private readonly List<WindowTally> _windows = [];

    public WindowTally Total { get; } = new(SpendWindow.Total, SpendSpan.Total, TimeZoneInfo.Utc);

    /// <summary>The window that holds a moment, opened if need be.</summary>
    public WindowTally At(SpendWindow window, DateTimeOffset moment, TimeZoneInfo zone)
    {
        if (Find(window, moment, zone) is { } known) return known;
        var opened = new WindowTally(window, SpendWindows.Of(window, moment, zone), zone);
        _windows.Add(opened);
        ForgetOld(opened);
        return opened;
    }

    /// <summary>As <see cref="At"/>; null where the window is not open.</summary>
    public WindowTally? Find(SpendWindow window, DateTimeOffset moment, TimeZoneInfo zone)
    {
        if (window == SpendWindow.Total) return Total;
        foreach (var tally in _windows)
        {
            if (tally.Window == window && tally.Span.Holds(moment) && (ReferenceEquals(tally.Zone, zone) || tally.Zone.Equals(zone))) return tally;
        }

        return null;
    }

    /// <summary>
    /// What this run has charged and what running requests hold in a window. After a change of zone, windows of the old one that reach into it count
    /// whole: nobody knows when in them the money went, and a cap errs on the side of its owner.
    /// </summary>
    public (Money Charged, Money Held) Of(WindowTally tally)
    {
        if (tally.Window == SpendWindow.Total) return (Total.Charged, Total.Held);
        var (charged, held) = (Money.Zero, Money.Zero);
        foreach (var other in _windows)
        {
            if (other.Window != tally.Window || !other.Span.Overlaps(tally.Span)) continue;
            charged += other.Charged;
            held += other.Held;
        }

        return (charged, held);
    }

    /// <summary>Brings what other runs have charged since a moment to every window that begins with it, where it is not known yet.</summary>
    public void Load(DateTimeOffset? since, Money spent)
    {
        if (since is null) Total.Base ??= spent;
        foreach (var tally in _windows)
        {
            if (tally.Span.Since == since) tally.Base ??= spent;
        }
    }

    /// <inheritdoc cref="WindowTally.Restart"/>
    public void Restart()
    {
        Total.Restart();
        foreach (var tally in _windows) tally.Restart();
    }

    /// <summary>Forgets windows that ended before a moment and of which nothing is held. The total stays.</summary>
    /// <returns>How many windows are left.</returns>
    public int Forget(DateTimeOffset endedBefore)
    {
        _windows.RemoveAll(t => t.Held.IsZero && t.Span.End < endedBefore);
        return _windows.Count;
    }

    // What ended when the last window but one began, or before it; not the one that somebody has just asked for.
    private void ForgetOld(WindowTally opened)
    {
        var window = opened.Window;
        var latest = DateTimeOffset.MinValue;
        var before = DateTimeOffset.MinValue;
        foreach (var tally in _windows)
        {
            var start = tally.Span.Start;
            if (tally.Window != window) continue;
            if (start > latest) (latest, before) = (start, latest);
            else if (start < latest && start > before) before = start;
        }

        _windows.RemoveAll(t => t != opened && t.Window == window && t.Held.IsZero && t.Span.End <= before);
    }
}
