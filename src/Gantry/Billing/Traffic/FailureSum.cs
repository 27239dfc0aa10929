namespace Gantry.Billing.Traffic;

/// <summary>How many requests failed or broke off in the same way.</summary>
/// <param name="Origin">Who has to act: a word of <see cref="Protocols.Hub.ErrorOrigin"/>; null where it was not told.</param>
/// <param name="Code">The error's code; null where it has none.</param>
/// <param name="Status">What the client got.</param>
/// <param name="Requests">How many.</param>
internal sealed record FailureSum(string? Origin, string? Code, int Status, long Requests);
