using System.Reflection;
using Gantry.Billing;
using Gantry.Nodes;
using Gantry.Observe;
using Gantry.Relay;
using Gantry.Routing.Health;
using Gantry.Snapshot;
using Gantry.Storage;

namespace Gantry.Hosting;

/// <summary>What this node knows of itself, gathered from those who know it.</summary>
internal sealed class NodeFigures(
    ExchangeWatch exchanges,
    UsageWriter usage,
    Intake intake,
    UsageJournal journal,
    DeadLetters letters,
    HealthBoard health,
    SnapshotHolder snapshots,
    DrainState drain,
    GatewayRun run,
    DataFolder folder,
    TimeProvider time) : INodeFigures
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Of the executable, without what the build has added to it.</summary>
    public static string BuildVersion { get; } =
        (typeof(NodeFigures).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    public int Exchanges => exchanges.Count;

    public int Streams => exchanges.CountStreams();

    public bool IsAccepting => usage.Accepting && intake.HasRoom && !intake.OnlyRunning && !drain.Draining;

    public bool IsDraining => drain.Draining;

    public bool IsFenced => run.IsFenced;

    public bool HasDuties => run.HasDuties;

    public int LivingNodes => run.Nodes;

    public TimeSpan Uptime => time.GetElapsedTime(_start);

    public long JournalBacklog => usage.Backlog;

    public TimeSpan JournalLag => usage.WaitingSince is { } since && time.GetUtcNow() - since is var lag && lag > TimeSpan.Zero ? lag : TimeSpan.Zero;

    public bool IsJournalHealthy => journal.Healthy;

    public long Dispatched => usage.Running;

    public long DeadLetters => letters.Written;

    public int StoreQueue => folder.Writer?.Waiting ?? 0;

    public long SnapshotVersion => snapshots.Current.Version;

    public TimeSpan SnapshotAge => snapshots.Age;

    public string Version => BuildVersion;

    public string Runtime => RuntimeFloor.Runtime.ToString();

    // Where it stands is nobody's business: the description names hosts.
    public string Store => folder.Engine.StartsWith("PostgreSQL", StringComparison.Ordinal) ? "postgresql" : "sqlite";

    public IEnumerable<UpstreamFigure> Upstreams()
    {
        var counts = new Dictionary<(string Upstream, HealthState State), int>();
        foreach (var reachable in health.Live.All)
        {
            var place = (reachable.Deployment.Upstream.Name, health.Look(reachable.Target).State);
            counts[place] = counts.GetValueOrDefault(place) + 1;
        }

        foreach (var upstream in health.Live.Upstreams.Keys.Order(StringComparer.Ordinal))
        {
            foreach (var state in Enum.GetValues<HealthState>())
            {
                yield return new UpstreamFigure(upstream, TelemetryWords.Of(state), counts.GetValueOrDefault((upstream, state)), state is HealthState.Healthy or HealthState.Probing);
            }
        }
    }
}
