namespace Gantry.Contracts.SignIn;

/// <summary>Holds on to sessions beyond the request that they came with: a circuit of the console lives longer than the request that began it.</summary>
public interface IPresence
{
    /// <summary>The session of the current HTTP request; null where nobody is signed in, or a second factor is missing.</summary>
    Task<ISessionHold?> HoldAsync(CancellationToken cancellation);
}
