namespace Gantry.Accounts;

/// <summary>Answers that a repeated request gets again.</summary>
internal interface IRepeatStore
{
    /// <summary>Claims a request for the first who asks.</summary>
    /// <param name="claim">The request.</param>
    /// <param name="keepFor">How long its answer is kept.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <returns>Null for the first; what is known for all others.</returns>
    Task<RepeatState?> ClaimAsync(RepeatClaim claim, TimeSpan keepFor, CancellationToken cancellation);

    Task AnswerAsync(RepeatClaim claim, byte[] box, CancellationToken cancellation);

    /// <summary>Nothing was done: the request may be made again.</summary>
    Task ForgetAsync(RepeatClaim claim, CancellationToken cancellation);
}
