namespace Gantry.Contracts.SignIn;

/// <summary>What the gateway offers to people who cannot sign in.</summary>
/// <param name="Registration">Whether they may make an account.</param>
/// <param name="ForgotByMail">Whether a forgotten password is changed by mail; else an operator has to help.</param>
public sealed record JoinOffer(RegistrationOffer Registration, bool ForgotByMail);
