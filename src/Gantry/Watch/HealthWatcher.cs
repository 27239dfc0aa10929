using Gantry.Alerts;
using Gantry.Catalog;
using Gantry.Routing.Health;

namespace Gantry.Watch;

/// <summary>
/// Upstreams none of whose targets can be used, for failures of their own, and credentials that are refused: both after a minute. Back again is what
/// has served since; a gateway that has just started knows of nothing that is out, and closes nothing for that.
/// </summary>
internal sealed class HealthWatcher(HealthBoard board, TimeProvider time) : IWatcher
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, long> _since = [];

    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(5);

    public Task LookAsync(AlertRound round, CancellationToken cancellation)
    {
        var reports = board.Live.All.Select(reachable => (Reachable: reachable, Report: board.Report(reachable.Target))).ToArray();
        foreach (var upstream in reports.GroupBy(each => each.Reachable.Target.Upstream))
        {
            var isOut = upstream.All(each => IsOut(each.Report.View)) && upstream.Any(each => each.Report.View.Cause is HealthCause.Upstream or HealthCause.Target);
            Judge(round, new AlertKey(AlertKind.UpstreamOut, $"upstream {upstream.Key}"), $"Upstream {upstream.Key}", "is out of use", isOut, [.. upstream.Select(each => each.Report)]);
        }

        foreach (var credential in reports.Where(each => each.Reachable.Credential is not null).GroupBy(each => each.Reachable.Target.CredentialId))
        {
            var of = credential.First().Reachable;
            var isOut = credential.Any(each => each.Report.View is { Cause: HealthCause.Credential, State: not HealthState.Healthy });
            var name = $"Credential {of.Credential!.Display} of upstream {of.Target.Upstream}";
            Judge(round, new AlertKey(AlertKind.CredentialOut, $"credential {credential.Key}"), name, "is refused", isOut, [.. credential.Select(each => each.Report)]);
        }

        var live = reports.Select(each => $"upstream {each.Reachable.Target.Upstream}").Concat(reports.Select(each => $"credential {each.Reachable.Target.CredentialId}")).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _since.Keys.Where(subject => !live.Contains(subject)).ToArray()) _since.Remove(gone);
        // Nothing is live before the configuration is followed for the first time.
        if (live.Count > 0)
        {
            foreach (var gone in round.Open(AlertKind.UpstreamOut).Concat(round.Open(AlertKind.CredentialOut)).Where(alert => !live.Contains(alert.Key.Subject))) round.End(gone.Key);
        }

        return Task.CompletedTask;
    }

    private static bool IsOut(HealthView view) => view is { State: not HealthState.Healthy, Cause: not HealthCause.RateLimit };

    private void Judge(AlertRound round, AlertKey key, string name, string what, bool isOut, HealthReport[] reports)
    {
        var now = time.GetTimestamp();
        if (!isOut)
        {
            _since.Remove(key.Subject);
            if (reports.Any(report => report.View.State == HealthState.Healthy && report.FiveMinutes.Succeeded > 0)) round.End(key, $"{name} is in use again.");
            return;
        }

        if (!_since.TryGetValue(key.Subject, out var since)) _since[key.Subject] = since = now;
        if (time.GetElapsedTime(since, now) <= Patience) return;
        var reason = reports.Select(report => report.View.Reason).FirstOrDefault(reason => reason is not null);
        round.Raise(key, null, $"{name} {what} for more than a minute{(reason is { } outcome ? $": {EnumWords.Of(outcome).Replace('_', ' ')}" : "")}.");
    }
}
