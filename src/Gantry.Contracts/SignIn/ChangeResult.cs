namespace Gantry.Contracts.SignIn;

/// <summary>What came of a change to the security of an account.</summary>
/// <param name="Done">It is made.</param>
/// <param name="NeedsProof">A factor has to be presented again first (<see cref="IMySecurity.ProveAsync"/>).</param>
/// <param name="Message">Why not, as plain text.</param>
/// <param name="Field">The field that is wrong; null for none in particular.</param>
/// <param name="RecoveryCodes">Shown once, where the change made any.</param>
/// <param name="GoTo">Where the browser has to go for the change to be made, outside of the console.</param>
public sealed record ChangeResult(
    bool Done, bool NeedsProof = false, string? Message = null, string? Field = null, IReadOnlyList<string>? RecoveryCodes = null, string? GoTo = null);
