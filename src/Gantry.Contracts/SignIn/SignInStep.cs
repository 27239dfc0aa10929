namespace Gantry.Contracts.SignIn;

/// <summary>What came of one step.</summary>
/// <param name="Kind">Where the person stands.</param>
/// <param name="Message">What to tell the person, as plain text; null where there is nothing to tell.</param>
/// <param name="Field">The field of the form that is wrong; null for none in particular.</param>
/// <param name="RetryAfter">With <see cref="SignInKind.Wait"/>: how long.</param>
public sealed record SignInStep(SignInKind Kind, string? Message = null, string? Field = null, TimeSpan? RetryAfter = null);
