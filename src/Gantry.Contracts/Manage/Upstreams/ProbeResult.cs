namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>What came of a trial with one credential.</summary>
/// <param name="CredentialId">Null where the upstream has none.</param>
/// <param name="Model">What was asked for, as the upstream calls it.</param>
/// <param name="Works">It answered.</param>
/// <param name="Outcome">In the words of the usage records, such as <c>served</c> or <c>key_refused</c>.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record ProbeResult(Guid? CredentialId, string Model, bool Works, string Outcome, long Milliseconds);
