namespace Gantry.Routing;

/// <summary>Collects what a plan leaves out and why. A plan with a trace takes no turns: it changes nothing for the requests after it.</summary>
internal sealed class RouteTrace
{
    private readonly List<RouteDrop> _drops = [];

    /// <summary>In the order in which they were met.</summary>
    public IReadOnlyList<RouteDrop> Drops => _drops;

    /// <summary>What told the session that candidates were ordered for; null where none was asked for.</summary>
    public SessionSignal? Signal { get; set; }

    /// <summary>Who served the session last; null where nobody did.</summary>
    public SessionHome? Home { get; set; }

    public void Add(RouteDrop drop) => _drops.Add(drop);
}
