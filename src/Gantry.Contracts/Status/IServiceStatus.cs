namespace Gantry.Contracts.Status;

/// <summary>How models do, for those who use them. Nothing of it is private: no upstream, no account, no key is named.</summary>
public interface IServiceStatus
{
    /// <summary>Everybody may see it; else only who is signed in.</summary>
    bool IsPublic { get; }

    /// <summary>At most some seconds old, however often it is asked for.</summary>
    Task<ServiceStatus> GetAsync(CancellationToken cancellation);
}
