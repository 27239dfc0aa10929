namespace Gantry.Contracts.Manage.Health;

/// <summary>How the gateway and its upstreams do.</summary>
public interface IHealthAdmin
{
    Task<GatewayHealth> GetAsync(IActor who, CancellationToken cancellation);
}
