namespace Gantry.Contracts.SignIn;

/// <summary>What an authenticator app needs; nothing changes before a first code is confirmed.</summary>
/// <param name="Key">Base32, in groups of four, for typing.</param>
/// <param name="Uri">The <c>otpauth:</c> address, for a QR code.</param>
public sealed record TotpSetup(string Key, string Uri);
