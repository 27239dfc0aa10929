namespace Gantry.Contracts.Manage.Routes;

/// <summary>Which upstream would serve whom. Nothing is changed and nobody is asked.</summary>
public interface IRouteAdmin
{
    /// <exception cref="RefusedException">There is no such key, or it is in use no longer; or a word is none that is known.</exception>
    Task<RouteAnswer> ExplainAsync(IActor who, RouteQuestion question, CancellationToken cancellation);
}
