namespace Gantry.Accounts.Users;

/// <summary>Counts what may be guesses (reliability S-25).</summary>
internal interface ITryStore
{
    /// <summary>
    /// Counts one try against every subject, or against none where one of them has used up its limit within <paramref name="window"/>.
    /// It is counted before anything is compared, so that many at once are counted as well.
    /// </summary>
    /// <returns>The try, to be given back where it was right; or how long to wait.</returns>
    Task<(Guid Try, TimeSpan? Wait)> TakeAsync(IReadOnlyList<(string Subject, int Limit)> subjects, TimeSpan window, CancellationToken cancellation);

    /// <summary>What was right is no guess.</summary>
    Task GiveBackAsync(Guid attempt, CancellationToken cancellation);
}
