using Gantry.Contracts.Manage;

namespace Gantry.Contracts.SignIn;

/// <summary>A session that is asked again and again what it is worth. Never older than four seconds: one that was ended, or whose account was disabled or has another role, is gone.</summary>
public interface ISessionHold
{
    /// <summary>Names the session; it is not the cookie.</summary>
    Guid SessionId { get; }

    /// <summary>Who acts, as of now; using it keeps the session alive. Null where the session has ended.</summary>
    Task<IActor?> ActAsync(CancellationToken cancellation);

    /// <summary>Whether the session goes on. Asking does not keep it alive: a page that is only left open falls idle.</summary>
    Task<bool> LivesAsync(CancellationToken cancellation);
}
