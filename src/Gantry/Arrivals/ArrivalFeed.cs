using System.Collections.Immutable;
using System.Net;

namespace Gantry.Arrivals;

/// <summary>Tells those who watch what comes in. While nobody does, a request pays for one look at an empty list.</summary>
/// <remarks>Each watch has a bounded queue of its own: what strangers send can neither be seen in it nor push anything out of it.</remarks>
internal sealed class ArrivalFeed(TimeProvider time)
{
    /// <summary>Open pages of one account.</summary>
    public const int MostOfAccount = 8;

    private const int MostOfAll = 128;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    private readonly Lock _gate = new();
    private ArrivalWatch[] _watches = [];

    public bool IsWatched => Volatile.Read(ref _watches).Length > 0;

    /// <summary>How many watch.</summary>
    public int Count => Volatile.Read(ref _watches).Length;

    /// <param name="account">Whose keys are watched.</param>
    /// <param name="address">Where refused requests without such a key may come from and be seen; null for none.</param>
    public ArrivalWatch Open(Guid account, IPAddress? address)
    {
        var now = time.GetUtcNow();
        var watch = new ArrivalWatch(this, account, address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address, now + Longest);
        ImmutableArray<ArrivalWatch> over;
        lock (_gate)
        {
            var kept = _watches.ToList();
            over = [.. kept.Where(other => other.End <= now), .. kept.Where(other => other.Account == account).SkipLast(MostOfAccount - 1), .. kept.SkipLast(MostOfAll - 1)];
            Volatile.Write(ref _watches, [.. kept.Except(over), watch]);
        }

        foreach (var ended in over) ended.Dispose();
        return watch;
    }

    public void Close(ArrivalWatch watch)
    {
        lock (_gate) Volatile.Write(ref _watches, [.. _watches.Where(other => other != watch)]);
    }

    public void Tell(ArrivalFacts facts)
    {
        foreach (var watch in Volatile.Read(ref _watches))
        {
            if (watch.End <= facts.Arrival.At) watch.Dispose();
            else watch.Look(facts);
        }
    }
}
