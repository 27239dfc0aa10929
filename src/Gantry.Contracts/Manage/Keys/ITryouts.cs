namespace Gantry.Contracts.Manage.Keys;

/// <summary>Lends pages keys of one's own to try things out with: with a small cap, for some hours, listed among the others. What is done with one is a client's doing, with a client's limits and bill.</summary>
public interface ITryouts
{
    /// <summary>Makes a key, and returns when the gateway accepts it.</summary>
    /// <exception cref="RefusedException">The terms are none.</exception>
    Task<ITryout> OpenAsync(IActor who, TryoutTerms terms, CancellationToken cancellation);
}
