namespace Gantry.Contracts.SignIn;

/// <summary>What a link is worth.</summary>
/// <param name="Email">Whose it is; null where it is worth nothing.</param>
/// <param name="Refusal">Why it is worth nothing; null where it is good.</param>
public sealed record LinkLook(string? Email, SignInStep? Refusal);
