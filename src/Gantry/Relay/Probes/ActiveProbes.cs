using Gantry.Billing;
using Gantry.Observe;
using Gantry.Providers;
using Gantry.Protocols;
using Gantry.Routing;
using Gantry.Routing.Health;
using Gantry.Snapshot;

namespace Gantry.Relay.Probes;

/// <summary>
/// Asks by itself where no client's request does: a refused credential, and a target whose rest is over and that nobody asks. Nobody pays but the
/// operator, so it is the smallest request there is, one at a time at an upstream and few a minute in all.
/// </summary>
internal sealed class ActiveProbes(
    HealthBoard health, SnapshotHolder snapshots, UpstreamClient upstreams, GatewayMeter meter, TimeProvider time, ILogger<ActiveProbes> logger)
{
    /// <summary>Probes a minute, whatever needs one.</summary>
    public const int MostAMinute = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Queue<long> _lately = new();
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);

    /// <summary>Looks once: follows the configuration, and sends what is due. For one caller at a time.</summary>
    /// <returns>The probes under way.</returns>
    public IReadOnlyCollection<Task> Look(CancellationToken stopping)
    {
        var snapshot = snapshots.Current;
        health.Follow(snapshot);
        foreach (var (upstream, probe) in _running)
        {
            if (probe.IsCompleted)
            {
                _running.Remove(upstream);
            }
        }

        if (!snapshot.Settings.ActiveProbes)
        {
            return _running.Values;
        }

        while (_lately.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Minute)
        {
            _lately.Dequeue();
        }

        foreach (var target in Due())
        {
            var upstream = target.Deployment.Upstream.Name;
            if (_lately.Count >= MostAMinute)
            {
                break;
            }

            if (!_running.ContainsKey(upstream) && health.TryBeginCheck(target.Target, out var ticket))
            {
                _lately.Enqueue(time.GetTimestamp());
                _running.Add(upstream, ProbeAsync(target, ticket, stopping));
            }
        }

        return _running.Values;
    }

    /// <summary>What nobody has looked at for the longest time comes first.</summary>
    private List<ReachableTarget> Due() =>
    [
        .. from target in health.Live.All
           let overdue = health.Overdue(target.Target)
           where overdue is not null
           orderby overdue descending, target.Deployment.UpstreamModel, target.Deployment.Upstream.Name
           select target,
    ];

    private async Task ProbeAsync(ReachableTarget target, HealthTicket ticket, CancellationToken stopping)
    {
        // Whatever comes of it, the loop goes on to the others.
        await Task.Yield();
        var upstream = target.Deployment.Upstream.Name;
        var began = time.GetTimestamp();
        var found = await AskAsync(new RouteCandidate(target.Group, target.Deployment, target.Credential), null, stopping);
        health.End(ticket, found.Outcome, found.RetryAfter);
        meter.CountProbe(upstream, TelemetryWords.Of(found.Outcome));
        HealthLog.Probed(logger, upstream, target.Deployment.UpstreamModel, ticket.Target.CredentialId, found.Outcome, (long)time.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>Asks once, because a person wants to know. What comes of it changes nothing about who is asked.</summary>
    /// <param name="candidate">Who is asked, with which credential.</param>
    /// <param name="protocol">What is spoken; null: what the deployment is spoken to in.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task<ProbeFinding> TryAsync(RouteCandidate candidate, Protocol? protocol, CancellationToken stopping) =>
        (await AskAsync(candidate, protocol, stopping)).Without(candidate.Credential?.Secret);

    private async Task<ProbeFinding> AskAsync(RouteCandidate candidate, Protocol? protocol, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, patience.Token);
        var answered = false;
        try
        {
            var (request, attempt) = ProbeRequest.Build(candidate, protocol ?? candidate.Deployment.Spoken[0]);
            using (request)
            {
                using var response = await upstreams.SendAsync(attempt, request, either.Token);
                answered = true;
                return await ProbeAnswer.ReadAsync(attempt.Call.Protocol, response, either.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new ProbeFinding(AttemptOutcome.Stopped);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException or OperationCanceledException or SigningException)
        {
            return ProbeFinding.Of(failure, answered);
        }
        catch (ProtocolException failure)
        {
            // The model cannot be asked for a word at all; whether it works is for clients to find out.
            return new ProbeFinding(AttemptOutcome.RequestRefused) { Detail = failure.Message };
        }
        catch (Exception failure)
        {
            HealthLog.ProbeBroke(logger, candidate.Deployment.Upstream.Name, failure);
            return new ProbeFinding(AttemptOutcome.Stopped);
        }
    }
}
