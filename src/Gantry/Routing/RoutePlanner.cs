namespace Gantry.Routing;

/// <summary>From a model name to those who may serve it, in the order to try them.</summary>
internal sealed class RoutePlanner(Turns turns, HealthLook look, Affinity affinity, TimeProvider time)
{
    private readonly PoolOrder _order = new(turns, look);

    /// <summary>
    /// The first group of the key that has the model for this protocol and operation serves it; later ones where the key falls back.
    /// <see cref="PoolOrder"/> says how a group's candidates are ordered, <see cref="RoutePool"/> which of them are left out.
    /// </summary>
    /// <param name="request">What is asked.</param>
    /// <param name="trace">Collects what is left out; a plan that is traced changes nothing.</param>
    public RoutePlan Plan(RouteRequest request, RouteTrace? trace = null) => new RouteDraft(request, _order, look, affinity, trace).Plan(time.GetUtcNow());
}
