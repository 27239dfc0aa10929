using System.Collections.Immutable;
using Gantry.Catalog;
using Gantry.Routing.Health;
using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>
/// Orders what may serve a request inside one group: by priority, without translation before with, then for a session by its hash, else in
/// turn by weight or the least busy first; and inside a deployment its credentials alike.
/// </summary>
internal sealed class PoolOrder(Turns turns, HealthLook look)
{
    // Multiples of the golden ratio lie as evenly as can be, however many have been taken.
    private const double Golden = 0.618_033_988_749_894_9;

    // More than a request may try, in one stage and beyond it.
    private const int MostOfStage = 10;
    private const int MostFirst = 2 * MostOfStage;
    private const ulong MostDraws = 3 * MostOfStage;

    /// <summary>Puts options in order.</summary>
    /// <param name="group">Whose they are.</param>
    /// <param name="options">In the order of the snapshot.</param>
    /// <param name="session">Which session they are for; null for none.</param>
    /// <param name="takesTurn">False: as the next request would have it, which it still has afterwards.</param>
    public void Sort(Group group, List<RouteOption> options, SessionKey? session, bool takesTurn)
    {
        if (options.Count < 2) return;
        var turn = session is null ? takesTurn ? turns.Take(group) : turns.Look(group) : 0;
        var seed = session?.Low ?? turn;
        for (var at = 0; at < options.Count; at++)
        {
            var deployment = options[at].Deployment;
            options[at] = options[at] with
            {
                Busy = group.Balance == PoolBalance.LeastBusy ? (double)InFlight(deployment) / deployment.Weight : 0,
                Rank = StableHash.Rank(StableHash.Mix(seed, options[at].Place), deployment.Weight),
            };
        }

        options.Sort(RouteOption.Compare);
        if (session is null && group.Balance == PoolBalance.Weight) TakeTurns(options, turn * Golden % 1);
    }

    /// <summary>A deployment's credentials in the order to try them; one null where its upstream takes none.</summary>
    public ImmutableArray<UpstreamCredential?> Credentials(Group group, Deployment deployment, SessionKey? session, bool takesTurn)
    {
        var upstream = deployment.Upstream;
        var credentials = upstream.Credentials;
        if (credentials.IsEmpty) return NoCredential;
        if (credentials.Length == 1) return ImmutableArray<UpstreamCredential?>.CastUp(credentials);
        if (session is { } key)
            return [.. credentials.OrderBy(c => StableHash.Mix(key.High, StableHash.Of(c.Id.ToString())))];
        var first = takesTurn ? turns.Take(upstream) : turns.Look(upstream);
        var inTurn = Enumerable.Range(0, credentials.Length).Select(next => credentials[(int)((first + (uint)next) % (uint)credentials.Length)]);
        return group.Balance == PoolBalance.LeastBusy
            ? [.. inTurn.OrderBy(c => look(new RouteTarget(upstream.Name, c.Id, deployment.UpstreamModel)).InFlight)]
            : [.. inTurn];
    }

    /// <summary>Of a large pool those that would be asked first, in order: as many as a request may need, whatever the pool has.</summary>
    /// <param name="group">Whose the pool is.</param>
    /// <param name="stages">Of the pool.</param>
    /// <param name="session">Which session they are for; null for none.</param>
    /// <param name="takesTurn">False: as the next request would have it, which it still has afterwards.</param>
    public List<RouteCandidate> First(Group group, IReadOnlyList<WeightedPlaces<RouteCandidate>> stages, SessionKey? session, bool takesTurn)
    {
        var turn = session is null ? takesTurn ? turns.Take(group) : turns.Look(group) : 0;
        var seed = session?.Low ?? turn;
        var first = new List<RouteCandidate>(MostFirst);
        Span<int> taken = stackalloc int[MostOfStage];
        foreach (var stage in stages)
        {
            if (first.Count + MostOfStage > MostFirst) break;
            var ofStage = taken[..Math.Min(MostOfStage, stage.Count)];
            Draw(stage, seed, session is null && group.Balance == PoolBalance.Weight ? turn * Golden % 1 : null, ofStage);
            var from = first.Count;
            foreach (var at in ofStage) first.Add(stage[at]);
            // The least busy of some is nearly as little busy as the least of all, and costs the same however many there are.
            if (group.Balance == PoolBalance.LeastBusy) SortByLoad(first, from);
        }

        return first;
    }

    private static readonly ImmutableArray<UpstreamCredential?> NoCredential = [null];

    // Different ones, each the likelier the more it weighs.
    private static void Draw(WeightedPlaces<RouteCandidate> stage, ulong seed, double? position, Span<int> into)
    {
        var count = 0;
        for (ulong draw = 0; count < into.Length; draw++)
        {
            var at = draw == 0 && position is { } reached ? stage.At(reached) : stage.Of(StableHash.Mix(seed, draw));
            // Where little weighs much, the rest would not come for long: what lies beside is as good.
            if (draw > MostDraws)
                while (into[..count].Contains(at)) at = (at + 1) % stage.Count;
            if (!into[..count].Contains(at)) into[count++] = at;
        }
    }

    private void SortByLoad(List<RouteCandidate> candidates, int from)
    {
        Span<double> loads = stackalloc double[MostOfStage];
        for (var at = from; at < candidates.Count; at++)
        {
            var candidate = candidates[at];
            var load = (double)look(candidate.Target).InFlight / candidate.Deployment.Weight;
            var place = at;
            for (; place > from && loads[place - 1 - from] > load; place--) (candidates[place], loads[place - from]) = (candidates[place - 1], loads[place - 1 - from]);
            (candidates[place], loads[place - from]) = (candidate, load);
        }
    }

    /// <summary>Of each stage, the one whose share of the weights the position lies in comes first.</summary>
    private static void TakeTurns(List<RouteOption> options, double position)
    {
        for (int from = 0, to; from < options.Count; from = to)
        {
            long weights = 0;
            for (to = from; to < options.Count && options[to].IsPeer(options[from]); to++) weights += options[to].Deployment.Weight;
            if (to - from < 2) continue;

            // The shares lie in an order that no turn changes.
            var peers = options.GetRange(from, to - from);
            peers.Sort(static (one, other) => one.Place.CompareTo(other.Place));
            var reached = position * weights;
            var chosen = peers[^1];
            foreach (var peer in peers)
            {
                reached -= peer.Deployment.Weight;
                if (reached >= 0) continue;
                chosen = peer;
                break;
            }

            options.RemoveAt(options.IndexOf(chosen, from));
            options.Insert(from, chosen);
        }
    }

    private long InFlight(Deployment deployment)
    {
        if (deployment.Upstream.Credentials.IsEmpty) return look(new RouteTarget(deployment.Upstream.Name, Guid.Empty, deployment.UpstreamModel)).InFlight;
        long sum = 0;
        foreach (var credential in deployment.Upstream.Credentials) sum += look(new RouteTarget(deployment.Upstream.Name, credential.Id, deployment.UpstreamModel)).InFlight;
        return sum;
    }

    /// <summary>A hash of what names a deployment.</summary>
    public static ulong Place(Deployment deployment) => StableHash.Of(deployment.UpstreamModel, StableHash.Of(deployment.Upstream.Name));
}
