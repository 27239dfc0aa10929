namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>What came of a trial with one credential in one protocol.</summary>
/// <param name="CredentialId">Null where the upstream has none.</param>
/// <param name="Model">What was asked for, as the upstream calls it.</param>
/// <param name="Protocol">What was spoken, such as <c>messages</c>.</param>
/// <param name="Works">It answered.</param>
/// <param name="Outcome">In the words of the usage records, such as <c>served</c> or <c>credential_refused</c>.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Status">Of its answer; null where none came.</param>
/// <param name="Detail">What it said, or what went wrong on the way, without the credential; null where it works.</param>
public sealed record ProbeResult(Guid? CredentialId, string Model, string Protocol, bool Works, string Outcome, long Milliseconds, int? Status, string? Detail);
