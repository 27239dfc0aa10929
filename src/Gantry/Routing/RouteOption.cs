using Gantry.Snapshot;

namespace Gantry.Routing;

/// <summary>A deployment that may serve a request, and what decides when it is tried.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Member">Its model's place in a virtual model; 0 for others.</param>
/// <param name="Far">It needs a translation.</param>
internal readonly record struct RouteOption(Deployment Deployment, int Member, bool Far)
{
    /// <summary>Where its shares lie among those of the others: <see cref="PoolOrder.Place"/>.</summary>
    public ulong Place { get; } = PoolOrder.Place(Deployment);

    /// <summary>Attempts under way for its weight, where the group asks for the least busy; else 0.</summary>
    public double Busy { get; init; }

    /// <summary>Among equals, lowest first.</summary>
    public double Rank { get; init; }

    /// <summary>Both are tried at the same stage: only balance decides between them.</summary>
    public bool IsPeer(in RouteOption other) => Member == other.Member && Deployment.Priority == other.Deployment.Priority && Far == other.Far;

    /// <summary>What is tried first comes first.</summary>
    public static int Compare(RouteOption one, RouteOption other)
    {
        var order = one.Member.CompareTo(other.Member);
        if (order == 0) order = one.Deployment.Priority.CompareTo(other.Deployment.Priority);
        if (order == 0) order = one.Far.CompareTo(other.Far);
        if (order == 0) order = one.Busy.CompareTo(other.Busy);
        if (order == 0) order = one.Rank.CompareTo(other.Rank);
        return order != 0 ? order : string.CompareOrdinal(one.Deployment.Upstream.Name, other.Deployment.Upstream.Name);
    }
}
