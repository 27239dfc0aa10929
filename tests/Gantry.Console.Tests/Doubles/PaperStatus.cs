using Gantry.Contracts.Status;

namespace Gantry.Console.Tests.Doubles;

/// <summary>A gateway without groups, whose status is for those who are signed in.</summary>
internal sealed class PaperStatus : IServiceStatus
{
    public bool IsPublic => false;

    public Task<ServiceStatus> GetAsync(CancellationToken cancellation) => Task.FromResult(new ServiceStatus(DateTimeOffset.UnixEpoch, []));
}
