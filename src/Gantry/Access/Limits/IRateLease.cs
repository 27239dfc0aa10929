using Gantry.Protocols.Limits;

namespace Gantry.Access.Limits;

/// <summary>What a request has taken of its limits.</summary>
internal interface IRateLease
{
    /// <summary>What was left of the tightest limits when the request was admitted.</summary>
    RateLimits Standing { get; }

    /// <summary>
    /// Ends the request: gives its places back, and puts right what was taken of the tokens. Once; later calls do nothing.
    /// </summary>
    /// <param name="tokens">What it came to in prompt and answer together.</param>
    void End(long tokens);
}
